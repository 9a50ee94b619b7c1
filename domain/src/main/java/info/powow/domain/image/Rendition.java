package info.powow.domain.image;

import java.util.Locale;

/// One form in which a picture is handed out.
///
/// @param width in pixels; the height follows
/// @param format [ImageFormat#GIF] is the moving picture itself, which has one width and quality
public record Rendition(int width, Quality quality, ImageFormat format) {

  /// Names it among the renditions of one picture.
  public String name() {
    return width + "-" + quality.name().toLowerCase(Locale.ROOT) + "." + format.extension();
  }

  public int heightOf(Picture picture) {
    return Math.max(1, Math.round((float) width * picture.height() / picture.width()));
  }
}
