package info.powow.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import info.powow.domain.mail.MailAddress;
import info.powow.domain.mail.MailLanguage;
import info.powow.notify.mail.SmtpMailSender.Encryption;
import info.powow.ops.Dependencies;
import info.powow.ops.Dependency;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real SMTP on loopback.
class SmtpMailSenderIT {
  private static final Mail MAIL =
      new Mail(
          "stable-id",
          new MailAddress("ada@example.org"),
          MailLanguage.PL,
          "Zażółć gęślą jaźń",
          "Tekst",
          "<p>HTML</p>",
          "https://powow.example/stop",
          Instant.parse("2026-03-01T10:00:00Z"));

  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final Dependency dependency =
      new Dependencies()
          .guarded(
              "mail",
              CircuitBreakerConfig.custom()
                  .slidingWindowSize(3)
                  .minimumNumberOfCalls(3)
                  .failureRateThreshold(50)
                  .build());

  @AfterEach
  void stop() {
    server.stop();
  }

  private SmtpMailSender sender(int port, @Nullable String password, Duration timeout)
      throws Exception {
    return new SmtpMailSender(
        new SmtpMailSender.Server(
            "127.0.0.1",
            port,
            Encryption.NONE,
            password == null ? null : "powow",
            password,
            timeout),
        new InternetAddress("Powow <powow@powow.example>"),
        dependency);
  }

  private SmtpMailSender sender(int port) throws Exception {
    return sender(port, null, Duration.ofSeconds(20));
  }

  @Test
  void aMailArrivesWithWhatMailProgramsNeed() throws Exception {
    server.start();
    SmtpMailSender sender = sender(server.getSmtp().getPort());

    assertThat(sender.send(MAIL)).isInstanceOf(MailOutcome.Sent.class);
    assertThat(sender.send(MAIL)).isInstanceOf(MailOutcome.Sent.class);

    MimeMessage[] received = server.getReceivedMessages();
    assertThat(received).hasSize(2);
    for (MimeMessage message : received) {
      assertThat(header(message, "Message-ID")).isEqualTo("<stable-id@powow.example>");
      assertThat(header(message, "List-Unsubscribe")).isEqualTo("<https://powow.example/stop>");
      assertThat(header(message, "List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
      assertThat(header(message, "Auto-Submitted")).isEqualTo("auto-generated");
      assertThat(header(message, "To")).isEqualTo("ada@example.org");
      assertThat(header(message, "From")).isEqualTo("Powow <powow@powow.example>");
      assertThat(header(message, "Return-Path")).isEqualTo("<powow@powow.example>");
      assertThat(message.getSubject()).isEqualTo("Zażółć gęślą jaźń");
      MimeMultipart parts = (MimeMultipart) message.getContent();
      assertThat(parts.getContentType()).startsWith("multipart/alternative");
      assertThat(content(parts.getBodyPart(0))).isEqualTo("Tekst");
      assertThat(content(parts.getBodyPart(1))).isEqualTo("<p>HTML</p>");
    }
  }

  private static String header(MimeMessage message, String name) throws Exception {
    return String.join("|", message.getHeader(name));
  }

  private static String content(BodyPart part) throws Exception {
    return part.getContent().toString().strip();
  }

  @Test
  void aWrongPasswordIsOurFault() throws Exception {
    server.setUser("powow@powow.example", "powow", "right");
    server.start();
    int port = server.getSmtp().getPort();

    assertThat(sender(port, "wrong", Duration.ofSeconds(20)).send(MAIL))
        .isInstanceOf(MailOutcome.Refused.class);
    assertThat(sender(port, "right", Duration.ofSeconds(20)).send(MAIL))
        .isInstanceOf(MailOutcome.Sent.class);
  }

  /// Only what says that the address is wrong is held against the address.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RCPT | 550 5.1.1 No such user | undeliverable",
        "RCPT | 551 5.1.6 Has moved | undeliverable",
        "RCPT | 550 5.7.1 Your network is blocked | refused",
        "RCPT | 554 5.7.1 Relay access denied | refused",
        "RCPT | 552 5.2.2 Mailbox full | failed",
        "RCPT | 550 5.2.1 Mailbox disabled for now | refused",
        "RCPT | 450 4.2.0 Greylisted | failed",
        "RCPT | 421 4.3.2 Shutting down | failed",
        "MAIL | 550 5.7.1 Sender rejected | refused",
        "MAIL | 451 4.3.0 Try again | failed",
        "DATA | 554 5.6.0 Looks like spam | refused",
        "DATA | 451 4.3.0 Try again | failed"
      })
  void anAnswerOfTheMailServerHasItsConsequence(String at, String answer, String outcome)
      throws Exception {
    try (ScriptedServer refusing = new ScriptedServer(at, answer)) {
      assertThat(sender(refusing.port()).send(MAIL).code()).isEqualTo(outcome);
    }
  }

  @Test
  void aServerThatHangsIsLeftAloneAfterAWhile() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      SmtpMailSender sender = sender(silent.getLocalPort(), null, Duration.ofMillis(50));
      for (int i = 0; i < 3; i++) {
        assertThat(sender.send(MAIL)).isInstanceOf(MailOutcome.Failed.class);
      }

      assertThat(sender.send(MAIL)).isInstanceOf(MailOutcome.Paused.class);
      assertThat(dependency.isOpen()).isTrue();
    }
  }

  @Test
  void unknownRecipientsDoNotOpenTheCircuit() throws Exception {
    try (ScriptedServer refusing = new ScriptedServer("RCPT", "550 5.1.1 No such user")) {
      SmtpMailSender sender = sender(refusing.port());
      for (int i = 0; i < 6; i++) {
        assertThat(sender.send(MAIL)).isInstanceOf(MailOutcome.Undeliverable.class);
      }
    }
  }

  @Test
  void withoutAMailServerMailIsAFile(@TempDir Path folder) throws Exception {
    FolderMailSender sender =
        new FolderMailSender(
            folder.resolve("mail"), new InternetAddress("Powow <powow@powow.example>"));

    assertThat(sender.send(MAIL)).isInstanceOf(MailOutcome.Sent.class);
    assertThat(sender.send(MAIL)).isInstanceOf(MailOutcome.Sent.class);

    try (Stream<Path> files = Files.list(folder.resolve("mail"))) {
      List<Path> found = files.toList();
      assertThat(found).hasSize(1);
      assertThat(found.getFirst().toString()).endsWith(".eml");
      assertThat(Files.readString(found.getFirst()))
          .contains("Message-ID: <stable-id@powow.example>")
          .contains("To: ada@example.org");
    }
  }

  /// A mail server that answers one command in its own way.
  private static final class ScriptedServer implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final String command;
    private final String answer;

    ScriptedServer(String command, String answer) throws IOException {
      this.command = command.strip();
      this.answer = answer.strip();
      Thread unused = Thread.ofVirtual().start(this::run);
    }

    int port() {
      return socket.getLocalPort();
    }

    private void run() {
      while (!socket.isClosed()) {
        try (Socket client = socket.accept()) {
          talk(client);
        } catch (IOException e) {
          // The client or the test has ended.
        }
      }
    }

    private void talk(Socket client) throws IOException {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      say(client, "220 here");
      String line = lines.readLine();
      while (line != null && !line.startsWith("QUIT")) {
        if (line.startsWith(command)) {
          say(client, answer);
        } else if (line.startsWith("EHLO")) {
          say(client, "250 here");
        } else if (line.startsWith("DATA")) {
          say(client, "354 go on");
        } else {
          say(client, "250 2.0.0 ok");
        }
        line = lines.readLine();
      }
    }

    private static void say(Socket client, String text) throws IOException {
      client.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
