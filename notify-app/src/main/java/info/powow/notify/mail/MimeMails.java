package info.powow.notify.mail;

import info.powow.domain.mail.MailLanguage;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Locale;

/// Writes mail in the format of RFC 5322: as text and as HTML.
final class MimeMails {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final Session session;
  private final InternetAddress from;
  private final String host;

  /// @param from who it is from, such as `Powow <powow@example.org>`
  MimeMails(Session session, InternetAddress from) {
    this.session = session;
    this.from = from;
    String address = from.getAddress();
    this.host = address.substring(address.lastIndexOf('@') + 1);
  }

  MimeMessage of(Mail mail) throws MessagingException {
    MimeMessage message = new WithId(session, '<' + mail.id() + '@' + host + '>');
    message.setFrom(from);
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to().value(), true));
    message.setSubject(mail.subject(), UTF_8);
    message.setSentDate(Date.from(mail.at()));
    // RFC 3834: auto-responders ignore such mail.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("X-Auto-Response-Suppress", "All");
    message.setHeader("Content-Language", languageOf(mail.language()));
    if (mail.unsubscribe() != null) {
      message.setHeader("List-Unsubscribe", '<' + mail.unsubscribe() + '>');
      message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    // Mail programs prefer the last part.
    MimeMultipart parts = new MimeMultipart("alternative");
    parts.addBodyPart(part(mail.text(), "plain"));
    parts.addBodyPart(part(mail.html(), "html"));
    message.setContent(parts);
    message.saveChanges();
    return message;
  }

  static String languageOf(MailLanguage language) {
    return language.name().toLowerCase(Locale.ROOT);
  }

  private static MimeBodyPart part(String content, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(content, UTF_8, subtype);
    return part;
  }

  /// Keeps our id. Otherwise, Jakarta Mail gives each message a random one.
  private static final class WithId extends MimeMessage {
    private final String id;

    WithId(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
