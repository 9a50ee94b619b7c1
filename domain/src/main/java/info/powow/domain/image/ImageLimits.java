package info.powow.domain.image;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.time.Duration;

/// Limits for uploads.
///
/// @param maxBytes bytes of one file
/// @param maxPixels pixels of one picture; all frames of an animation together may have sixteen
///     times as many
/// @param unusedRetention how long an unused picture is kept
public record ImageLimits(long maxBytes, long maxPixels, Duration unusedRetention) {
  /// Formats store sizes in 16 bits, and no camera comes near this.
  static final int MAX_SIDE = 32_767;

  private static final int MAX_FRAMES = 2_000;
  private static final int MOVING = 16;

  public static final ImageLimits DEFAULT =
      new ImageLimits(20L << 20, 50_000_000, Duration.ofHours(24));

  public ImageLimits {
    if (maxBytes < 1 || maxPixels < 1 || unusedRetention.isNegative()) {
      throw new IllegalArgumentException("limits of pictures must be positive");
    }
  }

  /// @throws Rejected `image_too_large`
  public void requireBytes(long bytes) {
    if (bytes > maxBytes) {
      throw new Rejected(Reason.IMAGE_TOO_LARGE);
    }
  }

  /// Decides from the header alone whether a picture may be decoded.
  ///
  /// @throws Rejected `too_many_pixels`
  public void requirePixels(ImageHeader header) {
    if (header.width() > MAX_SIDE
        || header.height() > MAX_SIDE
        || header.pixels() > maxPixels
        || header.frames() > MAX_FRAMES
        || header.pixels() * header.frames() > maxPixels * MOVING) {
      throw new Rejected(Reason.TOO_MANY_PIXELS);
    }
  }
}
