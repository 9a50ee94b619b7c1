package info.powow.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Somebody who is signed in. Renews the access token before it expires, once for all threads.
public final class Session {
  private static final Duration LONGEST_MARGIN = Duration.ofMinutes(1);
  private static final String KEY = "Idempotency-Key";

  private final PowowClient client;
  private final String personId;
  private final ReentrantLock refreshing = new ReentrantLock();
  private volatile Tokens tokens;

  private record Tokens(String access, Instant renewAt, String refresh) {
    static Tokens of(JsonNode answer, Instant now) {
      Instant expiresAt = Instant.parse(answer.path("expiresAt").asString());
      Duration quarter = Duration.between(now, expiresAt).dividedBy(4);
      Duration margin = quarter.compareTo(LONGEST_MARGIN) < 0 ? quarter : LONGEST_MARGIN;
      return new Tokens(
          answer.path("token").asString(),
          expiresAt.minus(margin),
          answer.path("refreshToken").asString());
    }
  }

  Session(PowowClient client, JsonNode answer) {
    this.client = client;
    this.personId = answer.path("personId").asString();
    this.tokens = Tokens.of(answer, client.clock().instant());
  }

  public String personId() {
    return personId;
  }

  /// An access token that is valid for a while yet.
  ///
  /// @throws Refused when the session has ended
  public String token() throws IOException, InterruptedException {
    Tokens present = tokens;
    return client.clock().instant().isBefore(present.renewAt())
        ? present.access()
        : refreshed(present.access());
  }

  /// When the present access token has to be replaced.
  Instant renewAt() {
    return tokens.renewAt();
  }

  /// A token other than one that turned out to be useless.
  String refreshed(String useless) throws IOException, InterruptedException {
    refreshing.lockInterruptibly();
    try {
      if (tokens.access().equals(useless)) {
        tokens = Tokens.of(client.refresh(tokens.refresh()), client.clock().instant());
      }
      return tokens.access();
    } finally {
      refreshing.unlock();
    }
  }

  /// Store it to go on with this session after a restart ([PowowClient#resume(String)]). It changes
  /// whenever the access token is renewed.
  public String refreshToken() {
    return tokens.refresh();
  }

  public JsonNode get(String path) throws IOException, InterruptedException {
    return call("GET", path, Map.of(), null);
  }

  public JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return call("POST", path, Map.of(), body);
  }

  /// Creates something exactly once, however often it is called with the same key.
  public JsonNode post(String path, String key, Object body)
      throws IOException, InterruptedException {
    return call("POST", path, Map.of(KEY, key), body);
  }

  public JsonNode put(String path, Object body) throws IOException, InterruptedException {
    return call("PUT", path, Map.of(), body);
  }

  public JsonNode patch(String path, Object body) throws IOException, InterruptedException {
    return call("PATCH", path, Map.of(), body);
  }

  public void delete(String path) throws IOException, InterruptedException {
    call("DELETE", path, Map.of(), null);
  }

  /// Ends this session. Its tokens are refused from then on.
  public void signOut() throws IOException, InterruptedException {
    delete("/api/me/session");
  }

  private JsonNode call(
      String method, String path, Map<String, String> headers, @Nullable Object body)
      throws IOException, InterruptedException {
    String token = token();
    try {
      return call(method, path, headers, body, token);
    } catch (Refused e) {
      if (!e.code().equals("token_expired")) {
        throw e;
      }
      return call(method, path, headers, body, refreshed(token));
    }
  }

  private JsonNode call(
      String method, String path, Map<String, String> headers, @Nullable Object body, String token)
      throws IOException, InterruptedException {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Authorization", "Bearer " + token);
    return client.call(method, path, all, body);
  }

  /// Connects a device, which stays connected until it is closed.
  ///
  /// @param from where the device was last; [ResumePoint#START] for a new one
  public Device connect(ResumePoint from, DeviceListener listener) {
    Device device = new Device(client, this, from, listener);
    device.start();
    return device;
  }
}
