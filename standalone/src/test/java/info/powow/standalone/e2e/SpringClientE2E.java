package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.standalone.e2e.TestPeople.Person;
import java.lang.reflect.Type;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.WebSocketHttpHeaders;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;
import tools.jackson.databind.JsonNode;

/// The core of the story as a Java client tells it, with Spring's own STOMP client.
@ExtendWith(SharedPowow.class)
class SpringClientE2E {
  private static final int TIMEOUT = 20;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
  private final WebSocketStompClient client =
      new WebSocketStompClient(new StandardWebSocketClient());
  private final PowowProcess powow;
  private final TestPeople people;

  SpringClientE2E(PowowProcess powow) {
    this.powow = powow;
    this.people = new TestPeople(http, powow.http());
  }

  @BeforeEach
  void startClient() {
    scheduler.initialize();
    client.setTaskScheduler(scheduler);
    client.setMessageConverter(new JacksonJsonMessageConverter());
    client.setInboundMessageSizeLimit(512 * 1024);
    client.start();
  }

  @AfterEach
  void stopClient() {
    client.stop();
    scheduler.shutdown();
    http.close();
  }

  /// A session with everything that came on its subscriptions.
  private record Device(
      StompSession session, BlockingQueue<JsonNode> events, BlockingQueue<JsonNode> errors) {

    JsonNode nextEvent() throws InterruptedException {
      JsonNode event = events.poll(TIMEOUT, TimeUnit.SECONDS);
      assertThat(event).as("an event in time").isNotNull();
      return event;
    }

    StompHeaders send(String destination, Object body) throws Exception {
      CompletableFuture<StompHeaders> answer = new CompletableFuture<>();
      StompSession.Receiptable receipt = session.send(destination, body);
      receipt.addReceiptTask(answer::complete);
      receipt.addReceiptLostTask(
          () -> answer.completeExceptionally(new IllegalStateException("no RECEIPT")));
      return answer.get(TIMEOUT, TimeUnit.SECONDS);
    }
  }

  private Device connect(Person person, @Nullable String resume) throws Exception {
    StompHeaders connect = new StompHeaders();
    connect.set("Authorization", "Bearer " + person.token());
    StompSession session =
        client
            .connectAsync(
                powow.socket(),
                new WebSocketHttpHeaders(),
                connect,
                new StompSessionHandlerAdapter() {})
            .get(TIMEOUT, TimeUnit.SECONDS);
    session.setAutoReceipt(true);
    Device device = new Device(session, new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
    subscribe(session, "/user/queue/errors", null, device.errors());
    subscribe(session, "/user/queue/events", resume, device.events());
    return device;
  }

  private static void subscribe(
      StompSession session,
      String destination,
      @Nullable String resume,
      BlockingQueue<JsonNode> received)
      throws Exception {
    StompHeaders headers = new StompHeaders();
    headers.setDestination(destination);
    if (resume != null) {
      headers.set("resume", resume);
    }
    CompletableFuture<StompHeaders> confirmed = new CompletableFuture<>();
    session
        .subscribe(
            headers,
            new StompFrameHandler() {
              @Override
              public Type getPayloadType(StompHeaders headers) {
                return JsonNode.class;
              }

              @Override
              public void handleFrame(StompHeaders headers, @Nullable Object payload) {
                assertThat(payload).isNotNull();
                received.add((JsonNode) payload);
              }
            })
        .addReceiptTask(confirmed::complete);
    confirmed.get(TIMEOUT, TimeUnit.SECONDS);
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  @Test
  void twoPeopleTalkAndOneComesBackToWhatWasMissed() throws Exception {
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    Device adas = connect(ada, null);
    Device bobs = connect(bob, "{}");
    assertThat(bobs.nextEvent().path("type").asString()).isEqualTo("caughtUp");

    StompHeaders opened = adas.send("/app/direct/open", Map.of("key", key(), "with", bob.id()));
    String chat = opened.getFirst("conversation");
    assertThat(opened.getFirst("position")).isEqualTo("0");

    String send = "/app/conversations/" + chat + "/send";
    StompHeaders first = adas.send(send, Map.of("key", key(), "text", "Hello, Bob"));
    assertThat(first.getFirst("conversation")).isEqualTo(chat);
    assertThat(first.getFirst("position")).isEqualTo("1");
    JsonNode heard = bobs.nextEvent();
    assertThat(heard.path("type").asString()).isEqualTo("messageSent");
    assertThat(heard.path("text").asString()).isEqualTo("Hello, Bob");
    assertThat(heard.path("position").asLong()).isEqualTo(1);

    bobs.session().disconnect();
    adas.send(send, Map.of("key", key(), "text", "Are you there?"));
    adas.send(send, Map.of("key", key(), "text", "Bob?"));
    Device back = connect(bob, "{\"" + chat + "\":1}");
    assertThat(back.nextEvent().path("text").asString()).isEqualTo("Are you there?");
    assertThat(back.nextEvent().path("text").asString()).isEqualTo("Bob?");
    assertThat(back.nextEvent().path("type").asString()).isEqualTo("caughtUp");
    adas.send(send, Map.of("key", key(), "text", "There you are"));
    assertThat(back.nextEvent().path("text").asString()).isEqualTo("There you are");
  }

  @Test
  void aGroupIsJoinedAndHeardOnItsOwnTopic() throws Exception {
    Person ada = people.signUp("ada");
    Person bob = people.signUp("bob");
    Device adas = connect(ada, null);
    Device bobs = connect(bob, null);
    String group =
        adas.send(
                "/app/groups/create",
                Map.of("key", key(), "name", "Gardeners", "members", new String[0], "open", true))
            .getFirst("conversation");
    bobs.send("/app/conversations/" + group + "/join", Map.of());
    BlockingQueue<JsonNode> onTopic = new LinkedBlockingQueue<>();
    subscribe(bobs.session(), "/topic/conversations/" + group, null, onTopic);
    adas.send("/app/conversations/" + group + "/send", Map.of("key", key(), "text", "Water is on"));
    JsonNode heard = onTopic.poll(TIMEOUT, TimeUnit.SECONDS);
    assertThat(heard).isNotNull();
    assertThat(heard.path("text").asString()).isEqualTo("Water is on");
  }

  @Test
  void aRefusalComesOnTheErrorQueueAndTheSessionGoesOn() throws Exception {
    Device adas = connect(people.signUp("ada"), null);
    Person bob = people.signUp("bob");
    adas.session().send("/app/conversations/nowhere/send", Map.of("key", key(), "text", "Hello?"));
    JsonNode refusal = adas.errors().poll(TIMEOUT, TimeUnit.SECONDS);
    assertThat(refusal).isNotNull();
    assertThat(refusal.path("code").asString()).isEqualTo("conversation_not_found");
    assertThat(refusal.path("destination").asString()).isEqualTo("/app/conversations/nowhere/send");
    assertThat(adas.session().isConnected()).isTrue();
    adas.send("/app/direct/open", Map.of("key", key(), "with", bob.id()));
  }

  @Test
  void aBadTokenIsNotLetIn() throws Exception {
    Person nobody = new Person("p", "nobody", "", "nonsense");
    assertThatThrownBy(() -> connect(nobody, null)).hasRootCauseInstanceOf(Exception.class);
  }
}
