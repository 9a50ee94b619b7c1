package info.powow.notify.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/// Puts mail into a folder, as files that mail programs open. For development, and until a mail
/// server is configured.
public final class FolderMailSender implements MailSender {
  private final Path folder;
  private final MimeMails mails;

  public FolderMailSender(Path folder, InternetAddress from) {
    this.folder = folder;
    this.mails = new MimeMails(Session.getInstance(new Properties()), from);
  }

  @Override
  public MailOutcome send(Mail mail) {
    try {
      Files.createDirectories(folder);
      String name = mail.at().toEpochMilli() + "-" + Integer.toHexString(mail.id().hashCode());
      Path unfinished = Files.createTempFile(folder, "mail-", ".unfinished");
      try (OutputStream file = Files.newOutputStream(unfinished)) {
        mails.of(mail).writeTo(file);
      }
      // Sending the same mail again overwrites its file.
      Path unused =
          Files.move(
              unfinished,
              folder.resolve(name + ".eml"),
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.ATOMIC_MOVE);
      return new MailOutcome.Sent();
    } catch (MessagingException e) {
      return new MailOutcome.Refused(0);
    } catch (IOException e) {
      return new MailOutcome.Failed();
    }
  }
}
