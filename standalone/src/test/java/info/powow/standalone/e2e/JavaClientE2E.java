package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.client.Device;
import info.powow.client.DeviceListener;
import info.powow.client.PowowClient;
import info.powow.client.Receipt;
import info.powow.client.Refused;
import info.powow.client.ResumePoint;
import info.powow.client.Session;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// What the Java client promises whoever embeds it, against a real server.
@ExtendWith(SharedPowow.class)
class JavaClientE2E {
  private static final int TIMEOUT = 20;

  private final PowowClient powow;

  JavaClientE2E(PowowProcess server) {
    this.powow = new PowowClient(server.http(), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    powow.close();
  }

  private static final class Heard implements DeviceListener {
    final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    final CompletableFuture<String> ended = new CompletableFuture<>();

    @Override
    public void event(JsonNode event) {
      events.add(event);
    }

    @Override
    public void caughtUp() {
      caughtUp.complete(null);
    }

    @Override
    public void ended(String code) {
      ended.complete(code);
    }

    String nextText() throws InterruptedException {
      while (true) {
        JsonNode event = events.poll(TIMEOUT, TimeUnit.SECONDS);
        assertThat(event).as("an event in time").isNotNull();
        if (event.path("type").asString("").equals("messageSent")) {
          return event.path("text").asString();
        }
      }
    }
  }

  private Session newcomer(String name) throws IOException, InterruptedException {
    return powow.signUp(
        name + "_" + UUID.randomUUID().toString().substring(0, 8),
        UUID.randomUUID().toString(),
        name);
  }

  private static String chat(Device device, Session with) throws InterruptedException {
    Receipt opened =
        device.send(
            "/app/direct/open",
            Map.of("key", UUID.randomUUID().toString(), "with", with.personId()));
    return Objects.requireNonNull(opened.conversation());
  }

  private static Receipt say(Device device, String conversation, String text)
      throws InterruptedException {
    return device.send(
        "/app/conversations/" + conversation + "/send",
        Map.of("key", UUID.randomUUID().toString(), "text", text));
  }

  @Test
  void aDeviceThatWasAwayReceivesWhatItMissedOnceAndInOrder() throws Exception {
    Session ada = newcomer("ada");
    Session bob = newcomer("bob");
    Device adas = ada.connect(ResumePoint.START, _ -> {});
    Heard first = new Heard();
    Device bobs = bob.connect(ResumePoint.START, first);
    first.caughtUp.get(TIMEOUT, TimeUnit.SECONDS);
    String chat = chat(adas, bob);
    long position = say(adas, chat, "one").position();
    assertThat(first.nextText()).isEqualTo("one");

    awaitPosition(bobs, chat, position);
    bobs.close();
    assertThat(say(adas, chat, "two").position()).isEqualTo(position + 1);
    assertThat(say(adas, chat, "three").position()).isEqualTo(position + 2);
    Heard second = new Heard();
    Device again = bob.connect(bobs.resumePoint(), second);
    second.caughtUp.get(TIMEOUT, TimeUnit.SECONDS);
    say(adas, chat, "four");

    assertThat(second.nextText()).isEqualTo("two");
    assertThat(second.nextText()).isEqualTo("three");
    assertThat(second.nextText()).isEqualTo("four");
    assertThat(second.events).isEmpty();
    awaitPosition(again, chat, position + 3);
  }

  /// An event counts once the listener has returned. That is after the test has seen it.
  private static void awaitPosition(Device device, String conversation, long position) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT);
    while (!Objects.equals(device.resumePoint().positions().get(conversation), position)
        && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(device.resumePoint().positions()).containsEntry(conversation, position);
  }

  @Test
  void aDeviceReadsOverHttpWhatIsTooMuchToPush() throws Exception {
    Session ada = newcomer("ada");
    Session bob = newcomer("bob");
    Device adas = ada.connect(ResumePoint.START, _ -> {});
    String chat = chat(adas, bob);
    long first = say(adas, chat, "0").position();
    int sent = 1_100; // more than powow.socket.resume-limit
    for (int i = 1; i <= sent; i++) {
      say(adas, chat, "" + i);
    }
    Heard heard = new Heard();
    bob.connect(new ResumePoint("", Map.of(chat, first)), heard);
    for (int i = 1; i <= sent; i++) {
      assertThat(heard.nextText()).isEqualTo("" + i);
    }
  }

  @Test
  void aRefusalNamesItsCodeAndTheFieldOverBothDoors() throws Exception {
    Session ada = newcomer("ada");
    Device adas = ada.connect(ResumePoint.START, _ -> {});
    assertThatThrownBy(() -> adas.send("/app/groups/create", Map.of("key", "k", "name", 5)))
        .isInstanceOfSatisfying(
            Refused.class,
            e -> {
              assertThat(e.code()).isEqualTo("invalid_request");
              assertThat(e.field()).isEqualTo("name");
            });
    assertThatThrownBy(() -> ada.patch("/api/me", Map.of("displayName", 5)))
        .isInstanceOfSatisfying(
            Refused.class,
            e -> {
              assertThat(e.code()).isEqualTo("invalid_request");
              assertThat(e.field()).isEqualTo("displayName");
            });
  }

  @Test
  void aSessionIsResumedWithItsRefreshTokenAndEndsEverywhere() throws Exception {
    Session phone = newcomer("ada");
    Session restarted = powow.resume(phone.refreshToken());
    assertThat(restarted.personId()).isEqualTo(phone.personId());
    Heard heard = new Heard();
    restarted.connect(ResumePoint.START, heard);
    heard.caughtUp.get(TIMEOUT, TimeUnit.SECONDS);

    restarted.signOut();

    assertThat(heard.ended.get(TIMEOUT, TimeUnit.SECONDS)).isEqualTo("session_ended");
    assertThatThrownBy(() -> restarted.get("/api/me"))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo("session_ended"));
  }
}
