package info.powow.notify.mail;

import info.powow.ops.Dependency;
import info.powow.ops.Outcome;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;

/// Sends mail to a mail server over SMTP, with one connection per mail.
public final class SmtpMailSender implements MailSender {
  /// How long nothing is sent once the circuit has opened.
  private static final Duration OPEN = Duration.ofSeconds(30);

  /// The recipient's mailbox is full, which is temporary.
  private static final int MAILBOX_FULL = 552;

  private final MimeMails mails;
  private final Session session;
  private final Server server;
  private final Dependency dependency;

  /// How the connection is encrypted.
  public enum Encryption {
    /// With STARTTLS. If the server does not offer it, nothing is sent.
    STARTTLS,
    /// With TLS from the beginning.
    TLS,
    /// Not at all. For a mail server on the same machine.
    NONE
  }

  /// @param username null without authentication
  /// @param timeout to connect, and to wait for each answer
  public record Server(
      String host,
      int port,
      Encryption encryption,
      @Nullable String username,
      @Nullable String password,
      Duration timeout) {
    /// Keeps the password out of logs.
    @Override
    public String toString() {
      return host + ':' + port;
    }
  }

  /// @param dependency with a circuit breaker
  public SmtpMailSender(Server server, InternetAddress from, Dependency dependency) {
    this.server = server;
    this.dependency = dependency;
    Properties properties = new Properties();
    // Without these settings, all of them wait forever.
    String millis = Long.toString(server.timeout().toMillis());
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.writetimeout", millis);
    properties.put("mail.smtp.from", from.getAddress());
    properties.put("mail.smtp.auth", Boolean.toString(server.username() != null));
    switch (server.encryption()) {
      case STARTTLS -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
      }
      case TLS -> {
        properties.put("mail.smtp.ssl.enable", "true");
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
      }
      case NONE -> {
        // Nothing is encrypted.
      }
    }
    this.session = Session.getInstance(properties);
    this.mails = new MimeMails(session, from);
  }

  @Override
  public MailOutcome send(Mail mail) {
    long began = dependency.enter();
    if (began == Dependency.REFUSED) {
      return new MailOutcome.Paused(OPEN);
    }
    MailOutcome outcome = new MailOutcome.Failed();
    MessagingException failure = null;
    try (Transport transport = session.getTransport("smtp")) {
      MimeMessage message = mails.of(mail);
      transport.connect(server.host(), server.port(), server.username(), server.password());
      Address[] to = message.getAllRecipients();
      transport.sendMessage(message, to);
      outcome = new MailOutcome.Sent();
    } catch (MessagingException e) {
      // Closing the connection may fail after the server has taken the mail.
      if (!(outcome instanceof MailOutcome.Sent)) {
        failure = e;
        outcome = outcomeOf(e);
      }
    }
    dependency.ended(kindOf(outcome, failure), began, failure);
    return outcome;
  }

  private static Outcome kindOf(MailOutcome outcome, @Nullable MessagingException failure) {
    return switch (outcome) {
      case MailOutcome.Sent _ -> Outcome.SUCCESS;
      case MailOutcome.Undeliverable _ -> Outcome.BAD_REQUEST;
      case MailOutcome.Refused _ -> Outcome.FAILURE;
      case MailOutcome.Paused _ -> Outcome.REJECTED;
      case MailOutcome.Failed _ -> {
        if (failure != null && failure.getNextException() instanceof SocketTimeoutException) {
          yield Outcome.TIMEOUT;
        }
        // A failure of one mailbox says nothing about the mail server.
        yield find(failure, SMTPAddressFailedException.class) != null
            ? Outcome.BAD_REQUEST
            : Outcome.FAILURE;
      }
    };
  }

  private static MailOutcome outcomeOf(MessagingException failure) {
    if (failure instanceof AuthenticationFailedException) {
      return new MailOutcome.Refused(535);
    }
    SMTPSenderFailedException sender = find(failure, SMTPSenderFailedException.class);
    if (sender != null) {
      return ofSender(sender.getReturnCode());
    }
    SMTPAddressFailedException recipient = find(failure, SMTPAddressFailedException.class);
    if (recipient != null) {
      int code = recipient.getReturnCode();
      return isUnknownMailbox(code, recipient.getMessage())
          ? new MailOutcome.Undeliverable()
          : ofSender(code == MAILBOX_FULL ? 452 : code);
    }
    SMTPSendFailedException send = find(failure, SMTPSendFailedException.class);
    if (send != null) {
      return ofSender(send.getReturnCode());
    }
    return failure instanceof SendFailedException
        ? new MailOutcome.Refused(0)
        : new MailOutcome.Failed();
  }

  private static MailOutcome ofSender(int code) {
    return code >= 500 ? new MailOutcome.Refused(code) : new MailOutcome.Failed();
  }

  /// Only codes that say that the address is wrong. A mail server that refuses this server, or
  /// finds the mail unwanted, uses the same reply codes for the recipient, such as 550 with 5.7.1
  /// (RFC 3463).
  private static boolean isUnknownMailbox(int code, @Nullable String answer) {
    if (code != 550 && code != 551 && code != 553) {
      return false;
    }
    return answer == null || (!answer.contains("5.7.") && !answer.contains("5.2."));
  }

  private static <T> @Nullable T find(@Nullable Exception failure, Class<T> type) {
    Exception each = failure;
    for (int depth = 0; each != null && depth < 16; depth++) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
      each = each instanceof MessagingException messaging ? messaging.getNextException() : null;
    }
    return null;
  }
}
