package info.powow.domain.image;

/// What a file says of itself before any of its pixels is looked at.
///
/// @param format by its first bytes, whatever its name or media type says
/// @param width in pixels, as stored
/// @param height in pixels, as stored
/// @param orientation as in EXIF: 1 is upright, 2 to 8 are turned or mirrored
/// @param frames how many pictures follow each other; more than 1 moves
/// @param bytesPerPixel how much memory a decoder needs for one pixel of it
public record ImageHeader(
    ImageFormat format, int width, int height, int orientation, int frames, int bytesPerPixel) {

  public ImageHeader {
    if (width < 1 || height < 1 || orientation < 1 || orientation > 8 || frames < 1) {
      throw new IllegalArgumentException("no header of a picture");
    }
  }

  public long pixels() {
    return (long) width * height;
  }

  /// Whether width and height change places when it is put upright.
  public boolean isTurned() {
    return orientation >= 5;
  }

  public boolean moves() {
    return frames > 1;
  }
}
