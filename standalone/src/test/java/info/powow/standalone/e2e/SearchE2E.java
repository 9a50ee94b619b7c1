package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.standalone.e2e.TestPeople.Answer;
import info.powow.standalone.e2e.TestPeople.Person;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Searching as people do it, with the Elasticsearch node that `standalone` runs.
@ExtendWith(SharedPowow.class)
class SearchE2E {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final PowowProcess powow;
  private final HttpClient http = HttpClient.newHttpClient();
  private final TestPeople people;
  private final Person ada;
  private final Person bob;
  private final Person eve;

  SearchE2E(PowowProcess powow) throws IOException, InterruptedException {
    this.powow = powow;
    this.people = new TestPeople(http, powow.http());
    this.ada = people.signUp("ada");
    this.bob = people.signUp("bob");
    this.eve = people.signUp("eve");
  }

  /// The node starts when the server is ready already. Somebody who is in no conversation would be
  /// answered without it.
  @BeforeEach
  void searchIsThere() throws IOException, InterruptedException {
    // What somebody has not agreed to is not searched: Bob agrees by writing.
    sent(bob, opened(ada, bob), "here I am");
    awaitSearch(200);
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void aMessageIsFoundByThoseWhoMaySeeItAsItIsNow() throws IOException, InterruptedException {
    String chat = opened(ada, bob);
    long position = sent(ada, chat, "The Kettle is on, naïve friend");
    sent(bob, chat, "coming");

    JsonNode found = awaitFound(bob, "naive kett", 1).getFirst();
    assertThat(found.path("conversationId").asString()).isEqualTo(chat);
    assertThat(found.path("position").asLong()).isEqualTo(position);
    assertThat(found.path("sender").asString()).isEqualTo(ada.id());
    assertThat(found.path("at").asString()).matches("\\d{4}-.*T.*\\.\\d{3}Z");
    assertThat(found.path("highlights").toString())
        .isEqualTo("[{\"start\":4,\"end\":10},{\"start\":18,\"end\":23}]");
    assertThat(found(eve, "kettle")).isEmpty();
    assertThat(search(eve, "kettle", "&conversation=" + chat).status()).isEqualTo(404);

    change("PATCH", chat, position, Map.of("text", "The stove is on"));
    assertThat(awaitFound(ada, "stove", 1)).hasSize(1);
    assertThat(found(ada, "kettle")).isEmpty();

    change("DELETE", chat, position, Map.of());
    assertThat(awaitFound(ada, "stove", 0)).isEmpty();
  }

  @Test
  void wordsAreFoundInEveryScriptAndHoweverTheyAreWritten()
      throws IOException, InterruptedException {
    String chat = opened(ada, bob);
    Map<String, String> typed = new LinkedHashMap<>();
    typed.put("我喜欢猫 👩\u200d🔬", "猫");
    typed.put("ฉันชอบกินข้าวผัด", "ข้าว");
    typed.put("Tu\u0308r, soft\u00adhyphen", "t\u00fcr softhyphen");
    typed.put("l’été chez www.example.org/jardin", "ete example.org");
    typed.put("مُحَمَّدٌ", "محمد");
    for (String text : typed.keySet()) {
      sent(ada, chat, text);
    }

    for (Map.Entry<String, String> each : typed.entrySet()) {
      JsonNode found = awaitFound(bob, each.getValue(), 1).getFirst();
      assertThat(found.path("text").asString()).isEqualTo(each.getKey());
      assertThat(found.path("highlights")).isNotEmpty();
    }
    JsonNode scientist = awaitFound(bob, "👩", 1).getFirst();
    assertThat(scientist.path("highlights").toString()).isEqualTo("[{\"start\":5,\"end\":10}]");
  }

  @Test
  void whoIsAddedLaterSearchesFromThereOn() throws IOException, InterruptedException {
    String group = created(ada, "Garden", bob);
    sent(ada, group, "tulips before");
    assertThat(
            post(ada, "/api/conversations/" + group + "/members", Map.of("personId", eve.id()))
                .status())
        .isLessThan(300);
    sent(ada, group, "tulips after");

    assertThat(awaitFound(bob, "tulips", 2)).hasSize(2);
    assertThat(texts(found(eve, "tulips"))).containsExactly("tulips after");
  }

  @Test
  void whoWasRemovedSearchesThereNoMore() throws IOException, InterruptedException {
    String group = created(ada, "Orchard", bob, eve);
    sent(ada, group, "cherries while all are here");
    assertThat(awaitFound(eve, "cherries", 1)).hasSize(1);

    Answer removed =
        send(ada, "DELETE", "/api/conversations/" + group + "/members/" + eve.id(), Map.of());
    assertThat(removed.status()).as("%s", removed).isLessThan(300);
    sent(ada, group, "cherries without Eve");

    assertThat(awaitFound(bob, "cherries", 2)).hasSize(2);
    assertThat(found(eve, "cherries")).isEmpty();
  }

  @Test
  void whileTheNodeIsGoneSearchingSaysSoAndChattingGoesOn()
      throws IOException, InterruptedException {
    String chat = opened(ada, bob);
    sent(ada, chat, "an umbrella before");
    assertThat(awaitFound(bob, "umbrella", 1)).hasSize(1);

    node().destroyForcibly();
    Answer away = awaitSearch(503);
    assertThat(away.body().path("code").asString()).isEqualTo("search_unavailable");
    sent(ada, chat, "an umbrella meanwhile");

    awaitSearch(200);
    assertThat(texts(awaitFound(bob, "umbrella", 2)))
        .containsExactly("an umbrella meanwhile", "an umbrella before");
  }

  private ProcessHandle node() {
    return ProcessHandle.current()
        .descendants()
        .filter(process ->
            List.of(process.info().arguments().orElse(new String[0]))
                .contains(powow.data().resolve("search").toAbsolutePath().toString()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no search node runs"));
  }

  private Answer awaitSearch(int status) throws IOException, InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    Answer answer = search(ada, "x", "");
    while (answer.status() != status && System.nanoTime() < end) {
      // Only asking tells when it has come, or gone.
      Thread.sleep(100);
      answer = search(ada, "x", "");
    }
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    return answer;
  }

  private List<JsonNode> awaitFound(Person person, String words, int count)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    List<JsonNode> found = found(person, words);
    while (found.size() != count && System.nanoTime() < end) {
      // The index is allowed to be a second behind.
      Thread.sleep(100);
      found = found(person, words);
    }
    assertThat(found).hasSize(count);
    return found;
  }

  private List<JsonNode> found(Person person, String words)
      throws IOException, InterruptedException {
    Answer answer = search(person, words, "");
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return StreamSupport.stream(answer.body().path("messages").spliterator(), false).toList();
  }

  private static List<String> texts(List<JsonNode> messages) {
    return messages.stream().map(message -> message.path("text").asString()).toList();
  }

  private Answer search(Person person, String words, String more)
      throws IOException, InterruptedException {
    return people.get(
        person, "/api/search?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8) + more);
  }

  private String opened(Person from, Person to) throws IOException, InterruptedException {
    return post(from, "/api/direct", Map.of("with", to.id()))
        .body()
        .path("conversationId")
        .asString();
  }

  private String created(Person from, String name, Person... members)
      throws IOException, InterruptedException {
    return post(
            from,
            "/api/groups",
            Map.of("name", name, "members", List.of(members).stream().map(Person::id).toList()))
        .body()
        .path("conversationId")
        .asString();
  }

  private long sent(Person from, String conversation, String text)
      throws IOException, InterruptedException {
    Answer answer =
        post(from, "/api/conversations/" + conversation + "/messages", Map.of("text", text));
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    return answer.body().path("position").asLong();
  }

  private Answer post(Person person, String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    return send(person, "POST", path, body);
  }

  private void change(String method, String conversation, long position, Map<String, ?> body)
      throws IOException, InterruptedException {
    Answer answer =
        send(ada, method, "/api/conversations/" + conversation + "/messages/" + position, body);
    assertThat(answer.status()).as("%s", answer).isLessThan(300);
  }

  private Answer send(Person person, String method, String path, Map<String, ?> body)
      throws IOException, InterruptedException {
    return people.send(
        HttpRequest.newBuilder(powow.http().resolve(path))
            .header("authorization", "Bearer " + person.token())
            .header("content-type", "application/json")
            .header("idempotency-key", UUID.randomUUID().toString())
            .method(method, BodyPublishers.ofString(TestPeople.JSON.writeValueAsString(body)))
            .build());
  }
}
