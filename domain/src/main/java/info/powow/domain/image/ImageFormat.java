package info.powow.domain.image;

import java.util.Locale;

/// The formats that pictures come in and go out in. Each is made of pixels: what is a program
/// (SVG, PDF, PostScript) is no picture here.
public enum ImageFormat {
  JPEG(false),
  PNG(true),
  GIF(true),
  WEBP(true);

  private final boolean alpha;

  ImageFormat(boolean alpha) {
    this.alpha = alpha;
  }

  /// Whether it can have transparent pixels.
  public boolean hasAlpha() {
    return alpha;
  }

  /// RFC 9649 for WebP.
  public String mediaType() {
    return "image/" + extension();
  }

  public String extension() {
    return name().toLowerCase(Locale.ROOT);
  }
}
