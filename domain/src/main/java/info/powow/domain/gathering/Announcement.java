package info.powow.domain.gathering;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Tag;
import info.powow.domain.Texts;
import info.powow.domain.place.Place;
import org.jspecify.annotations.Nullable;

/// What a gathering is, and where.
///
/// @param text up to 8 KiB of UTF-8
/// @param capacity the number of attendees, without the host; null for no limit
public record Announcement(
    String title, String text, @Nullable Tag category, Place place, @Nullable Integer capacity) {
  private static final int MAX_TEXT_BYTES = 8_192;
  private static final int MAX_CAPACITY = 100_000;

  public Announcement {
    title = Texts.requireName("title", title);
    Texts.requireText("text", text, MAX_TEXT_BYTES);
    if (capacity != null && (capacity < 1 || capacity > MAX_CAPACITY)) {
      throw Rejected.at("capacity", Reason.INVALID_CAPACITY);
    }
  }
}
