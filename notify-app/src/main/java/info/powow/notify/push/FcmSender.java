package info.powow.notify.push;

import info.powow.domain.notification.Device;
import info.powow.notify.push.AppPushClient.Answer;
import info.powow.ops.Dependency;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Sends to apps over Firebase Cloud Messaging (HTTP v1).
///
/// A push is a data message. It wakes the app, which fetches the content and shows it under the
/// `tag`, so a repeated push is shown once. `collapse_key` is not used: a device can have only
/// four, and which messages Google keeps beyond that is undefined.
public final class FcmSender implements AppPushSender, AutoCloseable {
  private static final String MESSAGE =
      """
      {"message":{"token":"%s","data":{"id":"%s","tag":"%s"},\
      "android":{"priority":"%s","ttl":"%ds"}}}\
      """;

  private static final String GRANT =
      "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";

  private static final int UNAUTHORIZED = 401;
  private static final Duration EXCEEDED = Duration.ofMinutes(1);
  private static final Duration ASKING = Duration.ofSeconds(1);

  /// Access tokens are renewed this long before they expire.
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final AppPushClient client;
  private final URI messages;
  private final GoogleAccount account;
  private final Clock clock;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable AccessToken current;

  /// As for Apple: whether Google has accepted a push from this process.
  private volatile boolean proven;

  private record AccessToken(String value, Instant until) {}

  private sealed interface Access {
    record Granted(String token) implements Access {}

    record Denied(Answer answer) implements Access {}
  }

  /// @param server `https://fcm.googleapis.com`
  /// @param concurrency pushes in flight
  /// @param timeout of each request
  /// @param tls null for the platform's default
  public FcmSender(
      URI server,
      GoogleAccount account,
      int concurrency,
      Duration timeout,
      @Nullable SSLContext tls,
      Dependency dependency,
      Clock clock) {
    this.client = new AppPushClient("fcm", concurrency, timeout, tls, dependency);
    this.messages = server.resolve("/v1/projects/" + account.project() + "/messages:send");
    this.account = account;
    this.clock = clock;
  }

  @Override
  public PushOutcome send(Device.Registered device, AppPush push) {
    return client.run(() ->
        switch (access()) {
          case Access.Granted granted -> post(device, push, granted.token());
          case Access.Denied denied -> denied.answer();
        });
  }

  /// One call requests a token. The others do not wait for it, but are tried again later.
  private Access access() throws IOException, InterruptedException {
    Instant now = clock.instant();
    AccessToken known = current;
    if (known != null && now.isBefore(known.until().minus(MARGIN))) {
      return new Access.Granted(known.value());
    }
    if (!asking.tryLock()) {
      return known != null && now.isBefore(known.until())
          ? new Access.Granted(known.value())
          : new Access.Denied(new Answer(new PushOutcome.Paused(ASKING), true));
    }
    try {
      return ask(now);
    } finally {
      asking.unlock();
    }
  }

  private Access ask(Instant now) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        client.exchange(
            HttpRequest.newBuilder(account.tokens())
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(GRANT + account.assertion(now)))
                .build());
    int status = response.statusCode();
    if (status != 200) {
      return new Access.Denied(
          status == 400 || status == 401 || status == 403
              ? Answer.refused(status)
              : Answer.failed(retryAfter(response)));
    }
    JsonNode body = AppPushClient.json(response);
    String token = body.path("access_token").asString("");
    if (token.isEmpty()) {
      return new Access.Denied(Answer.failed(null));
    }
    current = new AccessToken(token, now.plusSeconds(body.path("expires_in").asLong(0)));
    return new Access.Granted(token);
  }

  private Answer post(Device.Registered device, AppPush push, String token)
      throws IOException, InterruptedException {
    Duration left = Duration.between(clock.instant(), push.expires());
    HttpResponse<byte[]> response =
        client.exchange(
            HttpRequest.newBuilder(messages)
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        MESSAGE.formatted(
                            device.endpoint(),
                            push.id(),
                            push.tag(),
                            push.urgent() ? "HIGH" : "NORMAL",
                            Math.max(0, left.toSeconds()))))
                .build());
    int status = response.statusCode();
    if (status == 200) {
      proven = true;
      return Answer.sent();
    }
    return refusal(status, token, response);
  }

  private Answer refusal(int status, String token, HttpResponse<byte[]> response) {
    JsonNode error = AppPushClient.json(response).path("error");
    return switch (status) {
      // Without that code, it is the project that Google does not know.
      case 404 -> hasCode(error, "UNREGISTERED") ? Answer.gone() : Answer.refused(status);
      case 400 ->
          isAboutToken(error) ? Answer.unknownToken(status, proven) : Answer.refused(status);
      // The token belongs to an app of another project.
      case 403 ->
          hasCode(error, "SENDER_ID_MISMATCH")
              ? Answer.unknownToken(status, proven)
              : Answer.refused(status);
      case UNAUTHORIZED -> unauthorized(error, token);
      case 413 -> Answer.refused(status);
      case 429 -> {
        Duration retryAfter = retryAfter(response);
        Duration wait = retryAfter == null ? EXCEEDED : retryAfter;
        yield isAboutDeviceQuota(error) ? Answer.failedForDevice(wait) : Answer.failed(wait);
      }
      default -> Answer.failed(retryAfter(response));
    };
  }

  private Answer unauthorized(JsonNode error, String token) {
    if (hasCode(error, "THIRD_PARTY_AUTH_ERROR")) {
      // Google accepted the access token. What it lacks is the key for the app's platform: an app
      // for Apple devices or the web.
      return Answer.refusedForDevice(UNAUTHORIZED);
    }
    AccessToken known = current;
    if (known != null && known.value().equals(token)) {
      current = null;
    }
    return Answer.refused(UNAUTHORIZED);
  }

  private static boolean hasCode(JsonNode error, String code) {
    for (JsonNode detail : error.path("details")) {
      if (detail.path("errorCode").asString("").equals(code)) {
        return true;
      }
    }
    return false;
  }

  /// Google names the field, or only mentions the token in its message.
  private static boolean isAboutToken(JsonNode error) {
    if (error
        .path("message")
        .asString("")
        .toLowerCase(Locale.ROOT)
        .contains("registration token")) {
      return true;
    }
    for (JsonNode detail : error.path("details")) {
      for (JsonNode violation : detail.path("fieldViolations")) {
        if (violation.path("field").asString("").equals("message.token")) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether the quota of the device was exceeded, not that of the project or of Google. Google
  /// names the quota in a `google.rpc.QuotaFailure`. If none is named, or any named quota is not
  /// the device's, it counts as the project's.
  private static boolean isAboutDeviceQuota(JsonNode error) {
    if (!hasCode(error, "QUOTA_EXCEEDED")) {
      return false;
    }
    int violations = 0;
    for (JsonNode detail : error.path("details")) {
      for (JsonNode violation : detail.path("violations")) {
        violations++;
        String words =
            violation.path("subject").asString("")
                + ' '
                + violation.path("description").asString("");
        if (!words.toLowerCase(Locale.ROOT).contains("device")) {
          return false;
        }
      }
    }
    return violations > 0;
  }

  private @Nullable Duration retryAfter(HttpResponse<byte[]> response) {
    return RetryAfter.read(
        response.headers().firstValue("Retry-After").orElse(null), clock.instant());
  }

  @Override
  public void close() {
    client.close();
  }
}
