package info.powow.http.limit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How often one person may ask for something, over HTTP and STOMP together; each of it may be used
/// up at once, and comes back evenly. Every process counts on its own.
///
/// @param scale all of them, times this; 1000000 is as good as no limit
/// @param messagesPerMinute messages sent
/// @param changesPerMinute messages edited, deleted and pinned, reactions, and whatever else changes something that is
///     there
/// @param signalsPerMinute read markers, typing and places
/// @param creationsPerHour groups, private chats, gatherings and services made
/// @param additionsPerHour people added to groups, also while these are made
/// @param lookupsPerMinute people looked up, by handle or id
/// @param nearbyPerMinute looks around, over SUBSCRIBE too
/// @param searchesPerMinute searches for messages
/// @param uploadsPerHour pictures sent
/// @param readsPerMinute anything else that is read
@ConfigurationProperties("powow.limits")
public record LimitProperties(
    @DefaultValue("1") double scale,
    @DefaultValue("600") int messagesPerMinute,
    @DefaultValue("600") int changesPerMinute,
    @DefaultValue("1200") int signalsPerMinute,
    @DefaultValue("200") int creationsPerHour,
    @DefaultValue("2000") int additionsPerHour,
    @DefaultValue("300") int lookupsPerMinute,
    @DefaultValue("300") int nearbyPerMinute,
    @DefaultValue("300") int searchesPerMinute,
    @DefaultValue("600") int uploadsPerHour,
    @DefaultValue("3000") int readsPerMinute) {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /// @param times how often within `window`
  record Quota(long times, Duration window) {}

  Quota of(RateLimitedKind kind) {
    return switch (kind) {
      case MESSAGE -> quota(messagesPerMinute, MINUTE);
      case CHANGE -> quota(changesPerMinute, MINUTE);
      case SIGNAL -> quota(signalsPerMinute, MINUTE);
      case CREATION -> quota(creationsPerHour, HOUR);
      case ADDITION -> quota(additionsPerHour, HOUR);
      case LOOK_UP -> quota(lookupsPerMinute, MINUTE);
      case NEARBY -> quota(nearbyPerMinute, MINUTE);
      case SEARCH -> quota(searchesPerMinute, MINUTE);
      case UPLOAD -> quota(uploadsPerHour, HOUR);
      case READ -> quota(readsPerMinute, MINUTE);
    };
  }

  private Quota quota(int times, Duration window) {
    return new Quota(Math.max(1, (long) (times * scale)), window);
  }
}
