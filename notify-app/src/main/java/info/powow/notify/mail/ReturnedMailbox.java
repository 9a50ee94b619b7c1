package info.powow.notify.mail;

import info.powow.identity.MailLinks;
import info.powow.notify.mail.ReturnedMail.Report;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.FlagTerm;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the mailbox that our mail bounces to, over IMAP.
///
/// Reports are deleted once they have been processed. Other mail is marked as read, and left to
/// people.
public final class ReturnedMailbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReturnedMailbox.class);

  /// The most mails per poll.
  private static final int MAX_MAILS = 100;

  private final Server server;
  private final MailLinks links;
  private final Consumer<Report> reports;
  private final Duration every;
  private final Session session;
  private volatile @Nullable Thread thread;

  /// @param tls whether the connection is encrypted from the beginning
  /// @param timeout to connect, and to wait for each answer
  public record Server(
      String host, int port, boolean tls, String username, String password, Duration timeout) {
    /// Keeps the password out of logs.
    @Override
    public String toString() {
      return host + ':' + port;
    }
  }

  /// @param reports processes a report; if it throws, the report is read again later
  public ReturnedMailbox(Server server, MailLinks links, Consumer<Report> reports, Duration every) {
    this.server = server;
    this.links = links;
    this.reports = reports;
    this.every = every;
    String protocol = protocol();
    Properties properties = new Properties();
    String millis = Long.toString(server.timeout().toMillis());
    properties.put("mail." + protocol + ".connectiontimeout", millis);
    properties.put("mail." + protocol + ".timeout", millis);
    properties.put("mail." + protocol + ".writetimeout", millis);
    properties.put("mail." + protocol + ".ssl.checkserveridentity", "true");
    session = Session.getInstance(properties);
  }

  private String protocol() {
    return server.tls() ? "imaps" : "imap";
  }

  public void start() {
    thread = Thread.ofVirtual().name("powow-returned-mail").start(this::run);
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        try {
          int unused = look();
        } catch (MessagingException | RuntimeException e) {
          LOG.warn("returned mail cannot be read: {}", e.getClass().getName());
        }
        Thread.sleep(every);
      }
    } catch (InterruptedException stopped) {
      // It is closed.
    }
  }

  /// Processes new mail.
  ///
  /// @return the number of reports
  int look() throws MessagingException {
    int count = 0;
    try (Store store = session.getStore(protocol())) {
      store.connect(server.host(), server.port(), server.username(), server.password());
      try (Folder inbox = store.getFolder("INBOX")) {
        inbox.open(Folder.READ_WRITE);
        Message[] unread = inbox.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false));
        for (int i = 0; i < Math.min(unread.length, MAX_MAILS); i++) {
          Optional<Report> report = read(unread[i]);
          if (report.isPresent()) {
            reports.accept(report.get());
            unread[i].setFlag(Flags.Flag.DELETED, true);
            count++;
          }
          unread[i].setFlag(Flags.Flag.SEEN, true);
        }
      }
    }
    return count;
  }

  private Optional<Report> read(Message message) throws MessagingException {
    if (message.getSize() > ReturnedMail.MAX_BYTES) {
      return Optional.empty();
    }
    // Reading must not mark it as read: if processing fails, it is read again.
    if (message instanceof IMAPMessage imap) {
      imap.setPeek(true);
    }
    return message instanceof MimeMessage mail ? ReturnedMail.read(mail, links) : Optional.empty();
  }
}
