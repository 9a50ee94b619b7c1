package info.powow.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.identity.InstallationSecret;
import info.powow.identity.MailLinks;
import info.powow.identity.MailLinks.Origin;
import info.powow.notify.mail.ReturnedMail.Report;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnedMailTest {
  private static final MailLinks LINKS =
      new MailLinks(InstallationSecret.of(Base64.getEncoder().encodeToString(new byte[32]), null));
  private static final Origin ORIGIN =
      new Origin(new PersonId("ada"), Instant.parse("2026-03-01T10:00:00Z"));
  private static final String ID = '<' + LINKS.seal(ORIGIN, "mail") + "@powow.example>";

  private static Optional<Report> read(String mail) {
    try {
      return ReturnedMail.read(
          new MimeMessage(
              Session.getInstance(new Properties()),
              new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))),
          LINKS);
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static String report(String kind, String fields, String type, String id) {
    return """
    From: MAILER-DAEMON@mx.example
    To: powow@powow.example
    Subject: Undelivered Mail Returned to Sender
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=%s; boundary="b"

    --b
    Content-Type: text/plain

    I am sorry.

    --b
    Content-Type: message/%s

    %s

    --b
    Content-Type: %s

    Received: by mx.example
    Message-ID: %s
    Subject: Unread messages: 3

    --b--
    """
        .formatted(kind, kind, fields, type, id)
        .replace("\n", "\r\n");
  }

  private static String bounce(String recipient, String type, String id) {
    return report(
        "delivery-status",
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ada@example.org\n" + recipient,
        type,
        id);
  }

  private static String bounce(String recipient) {
    return bounce(recipient, "message/rfc822", ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Action: failed\nStatus: 5.1.1",
        "ACTION: Failed\nstatus: 5.1.10",
        "Action: failed\nStatus: 5.1.2\nDiagnostic-Code: smtp; 550 no such domain",
        "Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550\n 5.1.1 User unknown"
      })
  void anAddressThatDoesNotExistIsReported(String recipient) {
    assertThat(read(bounce(recipient))).contains(new Report(ORIGIN, false));
    assertThat(read(bounce(recipient, "text/rfc822-headers", ID)))
        .contains(new Report(ORIGIN, false));
  }

  /// A full mailbox, a refusal of this server, a delay, and what only looks like it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Action: failed\nStatus: 5.2.2",
        "Action: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.1.1",
        "Action: failed\nStatus: 4.4.7",
        "Action: failed\nStatus: 5.0.0",
        "Action: failed\nStatus: 5.1.11",
        "Action: failed\nStatus: 15.1.1",
        "Action: delayed\nStatus: 5.1.1",
        "Action: delivered\nStatus: 2.0.0",
        "Action: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; b@example.org\nAction: delivered",
        "Status: 5.1.1",
        ""
      })
  void whatPassesOrIsOurFaultIsNot(String recipient) {
    assertThat(read(bounce(recipient))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"abuse, true", "Fraud, true", "not-spam, false", "other, false", "'', false"})
  void aComplaintIsOne(String type, boolean expected) {
    String mail =
        report(
            "feedback-report",
            "Feedback-Type: " + type + "\nUser-Agent: x/1\nVersion: 1",
            "message/rfc822",
            ID);

    assertThat(read(mail))
        .isEqualTo(expected ? Optional.of(new Report(ORIGIN, true)) : Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<made-up@powow.example>", "<@powow.example>", "", "x", "<AAAA@powow.example>"})
  void onlyOurOwnMailCounts(String id) {
    assertThat(read(bounce("Action: failed\nStatus: 5.1.1", "message/rfc822", id))).isEmpty();
  }

  @Test
  void anAutomaticReplyIsNone() {
    assertThat(
            read(
                "Subject: Out of office\r\nIn-Reply-To: "
                    + ID
                    + "\r\nContent-Type: text/plain\r\n\r\nBack on Monday. 5.1.1 Action: failed"))
        .isEmpty();
  }

  @Test
  void whatIsBehindManyPartsOrALongHeaderIsNotRead() {
    String many = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(20);
    String mail = bounce("Action: failed\nStatus: 5.1.1");
    assertThat(read(mail.replaceFirst("--b\r\n", many + "--b\r\n"))).isEmpty();
    assertThat(read(mail.replace("Received: by", "Received: " + "x".repeat(20_000) + " by")))
        .isEmpty();
  }

  /// Whatever comes, nothing is thrown.
  @Property(tries = 300)
  void anythingIsRead(@ForAll String any, @ForAll byte cut) {
    String mail = bounce("Action: failed\nStatus: 5.1.1");
    int at = (cut & 0xff) * mail.length() / 256;

    assertThat(read(mail.substring(0, at) + any + mail.substring(at))).isNotNull();
  }
}
