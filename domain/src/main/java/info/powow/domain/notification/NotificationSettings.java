package info.powow.domain.notification;

import info.powow.domain.Rejected;
import info.powow.domain.Tag;
import info.powow.domain.publicservice.OpeningHours;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person wants to be told of, in general.
///
/// @param keywords that count at [Level#KEYWORDS]; at most 20
/// @param quiet when nothing is told; null when there is no such time
/// @param digest when mail lists what is unread; null when it never does
/// @param nearby what is told about gatherings
public record NotificationSettings(
    Level level,
    List<Tag> keywords,
    Preview preview,
    @Nullable OpeningHours quiet,
    @Nullable DigestTime digest,
    NearbyNotices nearby) {
  /// What holds until a person says otherwise.
  public static final NotificationSettings DEFAULT =
      new NotificationSettings(
          Level.ALL, List.of(), Preview.TEXT, null, null, NearbyNotices.DEFAULT);

  public NotificationSettings {
    List<Tag> given = keywords;
    keywords = Rejected.at("keywords", () -> Tag.require(given));
  }
}
