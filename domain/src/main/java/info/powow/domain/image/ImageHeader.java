package info.powow.domain.image;

/// What the header of a file says, before any pixel is decoded.
///
/// @param format detected from the first bytes, whatever the name or media type
/// @param width in pixels, as stored
/// @param height in pixels, as stored
/// @param orientation as in EXIF: 1 is upright, 2 to 8 are rotated or mirrored
/// @param frames the number of frames; more than 1 means animated
/// @param bytesPerPixel the memory that a decoder needs for one pixel
public record ImageHeader(
    ImageFormat format, int width, int height, int orientation, int frames, int bytesPerPixel) {

  public ImageHeader {
    if (width < 1 || height < 1 || orientation < 1 || orientation > 8 || frames < 1) {
      throw new IllegalArgumentException("not a valid picture header");
    }
  }

  public long pixels() {
    return (long) width * height;
  }

  /// Whether putting the picture upright swaps width and height.
  public boolean isTurned() {
    return orientation >= 5;
  }

  public boolean moves() {
    return frames > 1;
  }
}
