package info.powow.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import info.powow.domain.PersonId;
import info.powow.identity.InstallationSecret;
import info.powow.identity.MailLinks;
import info.powow.identity.MailLinks.Origin;
import info.powow.notify.mail.ReturnedMail.Report;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Real IMAP on loopback.
class ReturnedMailboxIT {
  private static final MailLinks LINKS =
      new MailLinks(InstallationSecret.of(Base64.getEncoder().encodeToString(new byte[32]), null));
  private static final Origin ORIGIN =
      new Origin(new PersonId("ada"), Instant.parse("2026-03-01T10:00:00Z"));

  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "imap"));
  private final List<Report> reports = new ArrayList<>();
  private GreenMailUser user;

  @BeforeEach
  void start() {
    server.start();
    user = server.setUser("powow@powow.example", "powow", "secret");
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private void arrives(String mail) throws Exception {
    user.deliver(
        new MimeMessage(
            Session.getInstance(new Properties()),
            new ByteArrayInputStream(mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))));
  }

  private static String bounce(String more) {
    return """
    From: MAILER-DAEMON@mx.example
    Content-Type: multipart/report; report-type=delivery-status; boundary="b"

    --b
    Content-Type: text/plain

    %s
    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example

    Action: failed
    Status: 5.1.1

    --b
    Content-Type: text/rfc822-headers

    Message-ID: <%s@powow.example>

    --b--
    """
        .formatted(more, LINKS.seal(ORIGIN, "mail"));
  }

  private ReturnedMailbox mailbox(boolean fails) {
    return new ReturnedMailbox(
        new ReturnedMailbox.Server(
            "127.0.0.1",
            server.getImap().getPort(),
            false,
            "powow",
            "secret",
            Duration.ofSeconds(20)),
        LINKS,
        report -> {
          if (fails) {
            throw new IllegalStateException("the bus is away");
          }
          reports.add(report);
        },
        Duration.ofMinutes(1));
  }

  @Test
  void aReportIsTakenOnceAndOtherMailIsLeft() throws Exception {
    arrives(bounce("Sorry."));
    arrives("Subject: Hello\n\nHow do I sign in?");
    // Too long to be read.
    arrives(bounce("x".repeat(ReturnedMail.MAX_BYTES)));

    assertThat(mailbox(false).look()).isEqualTo(1);
    assertThat(reports).containsExactly(new Report(ORIGIN, false));
    assertThat(mailbox(false).look()).isZero();
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void whatCouldNotBeTakenIsReadAgain() throws Exception {
    arrives(bounce("Sorry."));

    assertThatThrownBy(() -> mailbox(true).look()).isInstanceOf(IllegalStateException.class);
    assertThat(mailbox(false).look()).isEqualTo(1);
  }
}
