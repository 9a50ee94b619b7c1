package info.powow.domain.image;

import java.util.List;

/// The widths in which pictures are served: few enough that renditions are shared, close enough
/// that few bytes are wasted.
public final class RenditionWidths {
  /// The maximum longer side of a stored picture; larger uploads are scaled down.
  public static final int MAX_SIDE = 4_096;

  public static final List<Integer> WIDTHS =
      List.of(80, 160, 320, 480, 640, 960, 1_280, 1_920, 2_560, MAX_SIDE);

  private static final int USUAL_LOW = 480;
  private static final int USUAL_MEDIUM = 1_280;
  private static final int USUAL_HIGH = 2_560;
  private static final double MAX_DENSITY = 4;

  private RenditionWidths() {}

  /// Chooses the rendition for a request: the smallest width that fills the area, never wider than
  /// the picture.
  ///
  /// Explicit parameters take precedence. Otherwise, `savesData` means low quality and one pixel
  /// per CSS pixel. The default format is WebP if the client accepts it; otherwise JPEG, or PNG for
  /// transparent pictures.
  ///
  /// @param webp whether this server can encode WebP
  public static Rendition choose(Picture picture, RenditionRequest need, boolean webp) {
    Quality quality = quality(need);
    if (need.format() == ImageFormat.GIF && picture.format() == ImageFormat.GIF) {
      return new Rendition(picture.width(), Quality.HIGH, ImageFormat.GIF);
    }
    int width = Math.min(rung(wanted(need, quality)), picture.width());
    return new Rendition(width, quality, format(picture, need, webp));
  }

  private static Quality quality(RenditionRequest need) {
    if (need.quality() != null) {
      return need.quality();
    }
    return need.savesData() ? Quality.LOW : Quality.MEDIUM;
  }

  private static int wanted(RenditionRequest need, Quality quality) {
    if (need.width() != null) {
      double density =
          need.savesData() || need.density() == null
              ? 1
              : Math.clamp(need.density(), 1, MAX_DENSITY);
      return (int) Math.min(MAX_SIDE, Math.ceil(need.width() * density));
    }
    if (need.deviceWidth() != null) {
      return need.deviceWidth();
    }
    return switch (quality) {
      case LOW -> USUAL_LOW;
      case MEDIUM -> USUAL_MEDIUM;
      case HIGH -> USUAL_HIGH;
    };
  }

  private static int rung(int wanted) {
    for (int width : WIDTHS) {
      if (width >= wanted) {
        return width;
      }
    }
    return MAX_SIDE;
  }

  private static ImageFormat format(Picture picture, RenditionRequest need, boolean webp) {
    ImageFormat still = picture.format().hasAlpha() ? ImageFormat.PNG : ImageFormat.JPEG;
    ImageFormat asked = need.format();
    if (asked == null) {
      return need.takesWebp() && webp ? ImageFormat.WEBP : still;
    }
    return switch (asked) {
      case WEBP -> webp ? ImageFormat.WEBP : still;
      case JPEG, PNG -> asked;
      case GIF -> still;
    };
  }
}
