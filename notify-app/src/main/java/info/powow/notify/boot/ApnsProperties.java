package info.powow.notify.boot;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How apps on Apple devices are notified.
///
/// @param keyFile the `.p8` file with the key that Apple gave; without one, such apps are not notified
/// @param keyId the 10 characters that name that key at Apple
/// @param teamId the 10 characters that name the developer at Apple
/// @param topic the bundle id of the app, such as `org.example.powow`
/// @param server `https://api.push.apple.com`, or `https://api.sandbox.push.apple.com` for apps that
///     are under development
/// @param concurrency pushes that may be under way, 1 to 1,000
@ConfigurationProperties("powow.notify.apns")
public record ApnsProperties(
    @Nullable Path keyFile,
    @Nullable String keyId,
    @Nullable String teamId,
    @Nullable String topic,
    @DefaultValue("https://api.push.apple.com") URI server,
    @DefaultValue("100") int concurrency) {
  public ApnsProperties {
    AppPushSettings.requireServer("powow.notify.apns.server", server);
    AppPushSettings.requireConcurrency("powow.notify.apns.concurrency", concurrency);
    if (keyFile != null) {
      AppPushSettings.require("powow.notify.apns.key-id", keyId);
      AppPushSettings.require("powow.notify.apns.team-id", teamId);
      AppPushSettings.require("powow.notify.apns.topic", topic);
    }
  }
}
