package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.client.Receipt;
import info.powow.client.StompConnection;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a small server endures. It has a server of its own, because an address that attacked is
/// slowed down for a while.
class BudgetE2E {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final PowowProcess powow;
  private final TestPeople people;

  BudgetE2E() throws IOException, InterruptedException {
    Path target = Files.createDirectories(Path.of("target", "e2e"));
    powow = PowowProcess.start(Files.createTempDirectory(target, "budget-"));
    people = new TestPeople(http, powow.http());
  }

  @AfterEach
  void stop() {
    powow.close();
    http.close();
  }

  /// The budget: all attacks of `powow bench attacks` at once, on a heap of less than 1 GB.
  /// Latencies are measured by the benchmark.
  @Test
  void twoPeopleChatOnWhileTheServerIsAttackedInAllWaysAtOnce() throws Exception {
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    List<String> said = new ArrayList<>();
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> lastWasHeard = new CompletableFuture<>();
    StompConnection adas = StompConnection.open(http, powow.socket(), ada.token(), (_, _) -> {});
    StompConnection bobs =
        StompConnection.open(
            http,
            powow.socket(),
            bob.token(),
            (_, body) -> {
              if (body.path("type").asString("").equals("messageSent")) {
                heard.add(body.path("text").asString());
                if (body.path("text").asString().equals("the last")) {
                  lastWasHeard.complete(null);
                }
              }
            });
    StompConnection.await(bobs.subscribe("/user/queue/events", Map.of()));
    String chat =
        Objects.requireNonNull(
            StompConnection.await(
                    adas.send("/app/direct/open", Map.of("key", "k", "with", bob.id())))
                .conversation());
    try (BenchAttackers attackers = BenchAttackers.start(powow.http(), 200)) {
      long before = powow.heapInUse();
      CompletableFuture<JsonNode> attack = attackers.attack(20);
      while (!attack.isDone()) {
        say(adas, chat, "message " + said.size(), said);
        assertThat(people.get(bob, "/api/me").status()).isEqualTo(200);
      }
      say(adas, chat, "the last", said);
      lastWasHeard.get(20, TimeUnit.SECONDS);

      assertThat(heard).containsExactlyElementsOf(said);
      JsonNode outcomes = attack.get();
      System.out.println(said.size() + " messages while attacked: " + outcomes);
      assertThat(outcomes.path("large-bodies").path("413 too_large").asInt()).isPositive();
      assertThat(outcomes.path("long-ids").size()).isPositive();
      assertThat(outcomes.path("block-gifs").size()).isPositive();
      assertThat(outcomes.toString()).doesNotContain("500", "internal");
      assertThat(powow.heapInUse()).isLessThan(before + (128 << 20));
    }
    adas.disconnect();
    bobs.disconnect();
  }

  private static void say(StompConnection speaker, String chat, String text, List<String> said)
      throws Exception {
    Receipt unused =
        StompConnection.await(
            speaker.send(
                "/app/conversations/" + chat + "/send",
                Map.of("key", UUID.randomUUID().toString(), "text", text)));
    said.add(text);
  }
}
