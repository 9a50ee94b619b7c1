package info.powow.socket;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationCommand;
import info.powow.socket.Client.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConversationIT {
  private static SocketServer server;

  @BeforeAll
  static void start() {
    server = SocketServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void twoPeopleTalk() {
    PersonId ada = server.person("ada");
    PersonId bob = server.person("bob");
    try (Client atAda = Client.connect(server, ada);
        Client atBob = Client.connect(server, bob)) {
      atAda.subscribe("sub-0", "/user/queue/events");
      atBob.subscribe("sub-0", "/user/queue/events");

      Frame opened =
          atAda.ask("/app/direct/open", "{\"key\":\"k1\",\"with\":\"" + bob.value() + "\"}");
      String conversation = opened.header("conversation");
      assertThat(opened.header("position")).isEqualTo("0");

      // The other person sees a private chat only after its first message.
      Frame sent =
          atAda.ask(
              "/app/conversations/" + conversation + "/send",
              "{\"key\":\"k2\",\"text\":\"Hello, Bob 👋\"}");
      assertThat(sent.header("position")).isEqualTo("1");
      Frame message = atBob.next("MESSAGE");
      assertThat(message.header("subscription")).isEqualTo("sub-0");
      assertThat(message.header("destination")).isEqualTo("/user/queue/events");
      assertThat(message.header("content-type")).isEqualTo("application/json");
      assertThat(message.type()).isEqualTo("messageSent");
      assertThat(message.json().get("text").stringValue()).isEqualTo("Hello, Bob 👋");
      assertThat(message.json().get("sender").stringValue()).isEqualTo(ada.value());
      assertThat(message.json().get("position").longValue()).isEqualTo(1);
    }
  }

  /// The slowest possible store: uncached data does not arrive until the test allows it.
  @Test
  void aConversationThatHasToBeReadHoldsUpNobodyElse() throws InterruptedException {
    PersonId bob = server.person("bob");
    int others = 8 * Runtime.getRuntime().availableProcessors();
    List<Client> slow =
        IntStream.range(0, others)
            .mapToObj(_ -> Client.connect(server, server.person("eve")))
            .toList();
    List<String> cold = slow.stream().map(client -> openWith(client, bob)).toList();
    Client quick = Client.connect(server, server.person("ada"));
    String warm = openWith(quick, bob);
    server.bean(Cache.class).removeAll();
    Frame _ = quick.ask("/app/conversations/" + warm + "/send", text("warmed up"));

    Semaphore reading = new Semaphore(0);
    CountDownLatch read = new CountDownLatch(1);
    try (Registration _ =
        server
            .bean(CommandBus.class)
            .registerHandlerInterceptor((work, chain) -> {
              if (work.getMessage().getPayload() instanceof ConversationCommand command
                  && cold.contains(command.conversation().value())) {
                reading.release();
                read.await();
              }
              return chain.proceed();
            })) {
      for (int i = 0; i < others; i++) {
        String first = slow.get(i).send("/app/conversations/" + cold.get(i) + "/send", text("1"));
        String second = slow.get(i).send("/app/conversations/" + cold.get(i) + "/send", text("2"));
        assertThat(first).isNotEqualTo(second);
      }
      assertThat(reading.tryAcquire(others, 20, TimeUnit.SECONDS)).as("all are read").isTrue();
      Frame sent = quick.ask("/app/conversations/" + warm + "/send", text("meanwhile"));
      assertThat(sent.header("position")).isEqualTo("2");
    } finally {
      read.countDown();
    }
    for (Client client : slow) {
      assertThat(client.next("RECEIPT").header("position")).isEqualTo("1");
      assertThat(client.next("RECEIPT").header("position")).isEqualTo("2");
      client.close();
    }
    quick.close();
  }

  private static String openWith(Client client, PersonId other) {
    String body = "{\"key\":\"k\",\"with\":\"" + other.value() + "\"}";
    return client.ask("/app/direct/open", body).header("conversation");
  }

  private static String text(String text) {
    return "{\"key\":\"" + UUID.randomUUID() + "\",\"text\":\"" + text + "\"}";
  }

  @Test
  void commandsAreDecidedWhereTheyAreRead() {
    Set<String> deciding = ConcurrentHashMap.newKeySet();
    DefaultCommandGateway commands = (DefaultCommandGateway) server.bean(CommandGateway.class);
    PersonId bob = server.person("bob");
    String open = "{\"key\":\"k\",\"with\":\"" + bob.value() + "\"}";
    List<Client> clients =
        IntStream.range(0, 16).mapToObj(_ -> Client.connect(server, server.person("eve"))).toList();
    // A thread that verified a token, or read the log for a command, also handles what arrived
    // meanwhile. So the first rounds may use other threads.
    List<Integer> rounds = new ArrayList<>();
    try (Registration _ =
        commands.registerDispatchInterceptor(_ -> {
          deciding.add(Thread.currentThread().getName());
          return (_, message) -> message;
        })) {
      do {
        deciding.clear();
        clients.parallelStream()
            .forEach(client -> {
              for (int i = 0; i < 16; i++) {
                Frame _ = client.ask("/app/direct/open", open);
              }
            });
        rounds.add(deciding.size());
      } while (deciding.size() > Runtime.getRuntime().availableProcessors() && rounds.size() < 10);
    }
    clients.forEach(Client::close);

    assertThat(deciding)
        .as("threads that decide, round by round: %s", rounds)
        .hasSizeBetween(1, Runtime.getRuntime().availableProcessors());
  }
}
