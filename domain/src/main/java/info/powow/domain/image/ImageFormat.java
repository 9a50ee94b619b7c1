package info.powow.domain.image;

import java.util.Locale;

/// The picture formats that are accepted and served. All are raster formats; formats that contain
/// programs (SVG, PDF, PostScript) are not accepted.
public enum ImageFormat {
  JPEG(false),
  PNG(true),
  GIF(true),
  WEBP(true);

  private final boolean alpha;

  ImageFormat(boolean alpha) {
    this.alpha = alpha;
  }

  /// Whether the format supports transparency.
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
