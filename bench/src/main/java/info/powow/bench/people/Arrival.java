package info.powow.bench.people;

import info.powow.bench.stomp.FrameView;
import info.powow.bench.stomp.Lane;
import info.powow.bench.stomp.LoadConnection;
import info.powow.bench.stomp.StompClient;
import info.powow.bench.stomp.StompListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Connects, authenticates and subscribes people.
public final class Arrival {
  public static final String EVENTS = "/user/queue/events";
  public static final String EVENTS_ID = "events";
  public static final String ERRORS = "/user/queue/errors";
  public static final String ERRORS_ID = "errors";

  private static final long PATIENCE_SECONDS = 30;

  /// For connections that only send commands and need to know of refusals.
  public static final StompListener COMMANDING =
      new StompListener() {
        @Override
        public void receipt(long intended, long now) {}

        @Override
        public void message(LoadConnection connection, FrameView frame, long now) {
          refusal(connection, frame);
        }

        @Override
        public void closed(@Nullable Throwable cause) {}
      };

  private Arrival() {}

  /// Handles a MESSAGE frame about a refused command, and ends the wait for its receipt.
  ///
  /// @return the refusal, or null for another frame
  public static @Nullable String refusal(LoadConnection connection, FrameView frame) {
    if (!ERRORS_ID.equals(frame.header("subscription"))) {
      return null;
    }
    String refusal = frame.bodyText();
    JsonNode receipt = JsonMapper.shared().readTree(refusal).path("receipt");
    if (receipt.isString()) {
      connection.refused(receipt.asString(), refusal);
    }
    return refusal;
  }

  /// Connects a person, with subscriptions to events and errors.
  public static LoadConnection of(
      StompClient client, Lane lane, BenchPerson person, StompListener listener) throws Exception {
    LoadConnection connection = connected(client, lane, person, listener);
    await(connection.subscribe(ERRORS_ID, ERRORS, Map.of()));
    return connection;
  }

  /// Connects a person, with a subscription to events.
  public static LoadConnection connected(
      StompClient client, Lane lane, BenchPerson person, StompListener listener) throws Exception {
    LoadConnection connection = await(client.open(lane, person.token(), listener));
    await(connection.subscribe(EVENTS_ID, EVENTS, Map.of()));
    return connection;
  }

  /// Opens a private chat.
  ///
  /// @return the conversation's id
  public static String openDirect(LoadConnection connection, BenchPerson other, String key)
      throws Exception {
    return conversation(
        connection,
        "/app/direct/open",
        "{\"key\":\"%s\",\"with\":\"%s\"}".formatted(key, other.id()));
  }

  /// Creates a group of the one who is connected and others.
  ///
  /// @return the conversation's id
  public static String createGroup(LoadConnection connection, List<BenchPerson> others, String key)
      throws Exception {
    List<String> members = others.stream().map(person -> '"' + person.id() + '"').toList();
    return conversation(
        connection,
        "/app/groups/create",
        "{\"key\":\"%s\",\"name\":\"Neighbours\",\"members\":[%s],\"open\":false}"
            .formatted(key, String.join(",", members)));
  }

  private static String conversation(LoadConnection connection, String destination, String json)
      throws Exception {
    @Nullable String id = await(connection.command(destination, json)).conversation();
    if (id == null) {
      throw new IllegalStateException("The receipt of " + destination + " names no conversation");
    }
    return id;
  }

  /// Waits, and throws the original failure.
  public static <T> T await(CompletableFuture<T> future) throws Exception {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new TimeoutException("The server did not answer for " + PATIENCE_SECONDS + " s");
    }
  }
}
