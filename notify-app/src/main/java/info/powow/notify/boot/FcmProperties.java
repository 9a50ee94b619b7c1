package info.powow.notify.boot;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How apps on Android are notified.
///
/// @param credentialsFile the JSON file of a service account, from the Firebase console; without one,
///     such apps are not notified
/// @param server where messages are sent to
/// @param concurrency pushes that may be under way, 1 to 1,000
@ConfigurationProperties("powow.notify.fcm")
public record FcmProperties(
    @Nullable Path credentialsFile,
    @DefaultValue("https://fcm.googleapis.com") URI server,
    @DefaultValue("100") int concurrency) {
  public FcmProperties {
    AppPushSettings.requireServer("powow.notify.fcm.server", server);
    AppPushSettings.requireConcurrency("powow.notify.fcm.concurrency", concurrency);
  }
}
