package info.powow.domain.image;

import java.util.Locale;

/// A version of a picture for delivery.
///
/// @param width in pixels; the height follows from it
/// @param format [ImageFormat#GIF] is the animation itself, which has only one width and quality
public record Rendition(int width, Quality quality, ImageFormat format) {

  /// The name of this rendition among those of one picture.
  public String name() {
    return width + "-" + quality.name().toLowerCase(Locale.ROOT) + "." + format.extension();
  }

  public int heightOf(Picture picture) {
    return Math.max(1, Math.round((float) width * picture.height() / picture.width()));
  }
}
