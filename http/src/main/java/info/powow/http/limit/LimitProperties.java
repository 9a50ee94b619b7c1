package info.powow.http.limit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The rate limits of one person, over HTTP and STOMP together. The whole allowance may be used at
/// once, and refills evenly. Each process counts separately.
///
/// @param scale a factor for all limits; 1000000 effectively disables them
/// @param messagesPerMinute messages sent
/// @param changesPerMinute edits, deletions, pins, reactions, and any other change of something
///     that exists
/// @param signalsPerMinute read markers, typing and places
/// @param creationsPerHour groups, private chats, gatherings and services created, and devices registered
/// @param additionsPerHour people added to groups, including at creation
/// @param lookupsPerMinute people looked up by handle or id
/// @param nearbyPerMinute nearby queries, including over SUBSCRIBE
/// @param searchesPerMinute searches for messages
/// @param uploadsPerHour pictures uploaded
/// @param reportsPerHour people and messages reported
/// @param readsPerMinute any other reads
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
    @DefaultValue("60") int reportsPerHour,
    @DefaultValue("3000") int readsPerMinute) {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /// @param times the allowance per `window`
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
      case REPORT -> quota(reportsPerHour, HOUR);
      case READ -> quota(readsPerMinute, MINUTE);
    };
  }

  private Quota quota(int times, Duration window) {
    return new Quota(Math.max(1, (long) (times * scale)), window);
  }
}
