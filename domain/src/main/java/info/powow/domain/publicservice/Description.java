package info.powow.domain.publicservice;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Tag;
import info.powow.domain.Texts;
import info.powow.domain.place.Place;
import org.jspecify.annotations.Nullable;

/// What a service is, where it is, and when it is open.
///
/// @param text up to 8 KiB of UTF-8
/// @param area the radius in metres around its place within which it visits people, up to 200 km; 0
///     if people come to it
/// @param hours null if unknown
public record Description(
    String name,
    String text,
    @Nullable Tag category,
    Place place,
    int area,
    @Nullable OpeningHours hours,
    @Nullable Contact contact) {
  private static final int MAX_TEXT_BYTES = 8_192;
  private static final int MAX_AREA = 200_000;

  public Description {
    name = Texts.requireName("name", name);
    Texts.requireText("text", text, MAX_TEXT_BYTES);
    if (area < 0 || area > MAX_AREA) {
      throw Rejected.at("area", Reason.INVALID_PLACE);
    }
  }
}
