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
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Sends to apps over the Apple Push Notification service (HTTP/2, authenticated with tokens).
///
/// With `mutable-content`, the app fetches the content before anything is shown. Without a network,
/// it shows its own text for `loc-key`.
public final class ApnsSender implements AppPushSender, AutoCloseable {
  private static final String PAYLOAD =
      """
      {"aps":{"alert":{"loc-key":"powow.notification"},"mutable-content":1,"sound":"default"},\
      "id":"%s","tag":"%s"}\
      """;

  private final AppPushClient client;
  private final URI server;
  private final String topic;
  private final ApnsKey key;
  private final Clock clock;

  /// Whether Apple has accepted a push from this process. Until then, unknown devices may belong to
  /// another environment or app, because this server is configured wrongly.
  private volatile boolean proven;

  /// @param server `https://api.push.apple.com`, or its sandbox
  /// @param topic the bundle id of the app
  /// @param concurrency pushes in flight
  /// @param timeout of a push
  /// @param tls null for the platform's default
  public ApnsSender(
      URI server,
      String topic,
      ApnsKey key,
      int concurrency,
      Duration timeout,
      @Nullable SSLContext tls,
      Dependency dependency,
      Clock clock) {
    this.client = new AppPushClient("apns", concurrency, timeout, tls, dependency);
    this.server = server;
    this.topic = topic;
    this.key = key;
    this.clock = clock;
  }

  @Override
  public PushOutcome send(Device.Registered device, AppPush push) {
    return client.run(() -> post(device, push));
  }

  private Answer post(Device.Registered device, AppPush push)
      throws IOException, InterruptedException {
    String token = key.token(clock.instant());
    HttpResponse<byte[]> response =
        client.exchange(
            HttpRequest.newBuilder(server.resolve("/3/device/" + device.endpoint()))
                .header("authorization", "bearer " + token)
                .header("apns-topic", topic)
                .header("apns-push-type", "alert")
                .header("apns-priority", push.urgent() ? "10" : "5")
                .header("apns-expiration", Long.toString(push.expires().getEpochSecond()))
                .header("apns-collapse-id", push.tag())
                .POST(BodyPublishers.ofString(PAYLOAD.formatted(push.id(), push.tag())))
                .build());
    if (response.statusCode() == 200) {
      proven = true;
      return Answer.sent();
    }
    return refusal(device, token, response);
  }

  private Answer refusal(Device.Registered device, String token, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    JsonNode body = AppPushClient.json(response);
    String reason = body.path("reason").asString("");
    Duration retryAfter =
        RetryAfter.read(response.headers().firstValue("Retry-After").orElse(null), clock.instant());
    return switch (status) {
      // Apple says when the token became invalid. A registration after that time stays.
      case 410 ->
          Instant.ofEpochMilli(body.path("timestamp").asLong(Long.MAX_VALUE))
                  .isBefore(device.registeredAt())
              ? new Answer(new PushOutcome.Failed(retryAfter), true)
              : Answer.gone();
      case 400 ->
          switch (reason) {
            case "BadDeviceToken", "DeviceTokenNotForTopic" -> Answer.unknownToken(status, proven);
            default -> Answer.refused(status);
          };
      case 403 -> {
        if (reason.equals("ExpiredProviderToken")) {
          key.expired(token, clock.instant());
        }
        yield Answer.refused(status);
      }
      // Too many pushes to one device say nothing about other devices.
      case 429 ->
          reason.equals("TooManyRequests")
              ? new Answer(new PushOutcome.Failed(retryAfter), true)
              : Answer.refused(status);
      case 401, 404, 405, 413 -> Answer.refused(status);
      default -> Answer.failed(retryAfter);
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
