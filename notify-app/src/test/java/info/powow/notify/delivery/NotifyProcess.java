package info.powow.notify.delivery;

import info.powow.domain.PersonId;
import info.powow.domain.mail.MailAddress;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.MailTopic;
import info.powow.domain.mail.Mailbox;
import info.powow.notify.mail.MailOutcome;
import info.powow.notify.outbox.ClaimedShare;
import info.powow.notify.outbox.MongoOutbox;
import info.powow.notify.outbox.RocksOutbox;
import info.powow.notify.outbox.Share;
import info.powow.notify.push.PushOutcome;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;

/// A process that sends notifications, for a test that kills and suspends it. The test has the log
/// and the push service. The process ends when its standard input ends.
final class NotifyProcess {
  static final Duration LEASE = Duration.ofSeconds(3);

  private NotifyProcess() {}

  static List<PersonId> recipients() {
    return IntStream.range(0, 6).mapToObj(i -> new PersonId("p" + i)).toList();
  }

  /// @param arguments its name, the URL of the test, the MongoDB or the folder of the outbox, and
  ///   how many people have agreed to campaigns
  public static void main(String[] arguments) throws IOException {
    String name = arguments[0];
    Test test = new Test(URI.create(arguments[1]));
    NotifyWorld world = world(name, test, arguments[2]);
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      NotifyWorld.Bobby subscriber = new NotifyWorld.Bobby();
      subscriber.mailbox =
          new Mailbox(
              new Mailbox.Address(new MailAddress(i + "@example.org"), Instant.EPOCH, false),
              null,
              MailLanguage.EN,
              EnumSet.of(MailTopic.NEWS),
              List.of());
      world.people.put(new PersonId("subscriber" + i), subscriber);
    }
    world.mailServer =
        mail -> {
          test.send(
              "/mail?by=%s&to=%s&id=%s"
                  .formatted(
                      name,
                      URLEncoder.encode(mail.to().value(), StandardCharsets.UTF_8),
                      URLEncoder.encode(mail.id(), StandardCharsets.UTF_8)));
          return new MailOutcome.Sent();
        };
    world.service =
        got -> {
          test.send(
              "/push?by=%s&device=%s&topic=%s&position=%d"
                  .formatted(
                      name,
                      URLEncoder.encode(got.device(), StandardCharsets.UTF_8),
                      got.topic(),
                      got.json().path("position").asLong()));
          return new PushOutcome.Sent();
        };
    world.start();
    while (System.in.read() >= 0) {
      // The test is still running.
    }
    Runtime.getRuntime().halt(1);
  }

  private static NotifyWorld world(String name, Test test, String store) {
    if (!store.startsWith("mongodb:")) {
      return new NotifyWorld(
          new RemoteLog(test), new RocksOutbox(Path.of(store)), Share::whole, recipients());
    }
    MongoOutbox outbox = MongoOutbox.at(store, Duration.ofSeconds(10));
    return new NotifyWorld(
        new RemoteLog(test),
        outbox,
        (_, clock) -> new ClaimedShare(outbox, name, LEASE, clock),
        recipients());
  }

  private static final class Test {
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI uri;

    Test(URI uri) {
      this.uri = uri;
    }

    String send(String path) {
      try {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(uri.resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new IllegalStateException("status " + answer.statusCode());
        }
        return answer.body();
      } catch (IOException e) {
        throw new IllegalStateException("the test is gone", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /// The log of the test.
  private static final class RemoteLog extends NotifyWorld.MemoryLog {
    private final Test test;
    private int read;

    RemoteLog(Test test) {
      this.test = test;
    }

    @Override
    synchronized void refresh() {
      for (String line : test.send("/log?after=" + read).lines().toList()) {
        int end = line.indexOf(' ');
        byte[] json = Base64.getDecoder().decode(line.substring(end + 1));
        long unused = append(NotifyWorld.JSON.decode(line.substring(0, end), json));
        read++;
      }
    }

    @Override
    void await(int some, Duration timeout) {
      String unused = test.send("/await?after=%d&millis=%d".formatted(some, timeout.toMillis()));
    }
  }
}
