package info.powow.images;

import static info.powow.images.HeaderReader.refused;
import static info.powow.images.HeaderReader.startsWith;
import static info.powow.images.HeaderReader.unsignedShort;

import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.ImageHeader;
import java.nio.ByteBuffer;

/// The segments of a JPEG (ITU T.81, annex B).
final class JpegHeader {
  /// The maximum of a small picture. Each scan is decoded over the whole picture, so a small file
  /// with thousands would keep a processor busy for hours.
  private static final int MAX_SCANS = 100;

  /// Common encoders make 10 scans, and 18 of four colours, whatever the size.
  private static final int USUAL_SCANS = 20;

  /// The pixels of all scans together, if there are more scans than usual: about 3 s of work.
  private static final long MAX_SCANNED_PIXELS = 500_000_000;

  /// A photograph with a large profile and maker notes has some hundreds.
  private static final int MAX_SEGMENTS = 4_096;

  /// Bytes between segments. A decoder reads them one by one, so a file of nothing else would keep a
  /// processor busy for minutes.
  private static final int MAX_FILL = 8 * 1_024;

  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int APP1 = 0xE1;
  private static final int BASELINE = 0xC0;
  private static final int EXTENDED = 0xC1;
  private static final int PROGRESSIVE = 0xC2;

  private final ByteBuffer file;
  private int width;
  private int height;
  private int components;
  private boolean progressive;
  private boolean saysHowItWasHeld;
  private int orientation = 1;
  private int scans;
  private int segments;
  private int fill;

  private JpegHeader(ByteBuffer file) {
    this.file = file;
  }

  static ImageHeader read(ByteBuffer file) {
    return new JpegHeader(file).read();
  }

  private ImageHeader read() {
    int at = 2;
    while (at < file.limit() || scans == 0) {
      at = nextMarker(at);
      int marker = file.get(at) & 0xFF;
      at++;
      if (marker == EOI) {
        break;
      }
      if (++segments > MAX_SEGMENTS) {
        throw refused();
      }
      if (marker == SOI || isAlone(marker)) {
        continue;
      }
      int length = unsignedShort(file, at);
      if (length < 2) {
        throw refused();
      }
      segment(marker, at + 2, length - 2);
      at += length;
      if (marker == SOS) {
        at = behindScan(at);
      }
    }
    if (width == 0 || scans == 0) {
      throw refused();
    }
    // A progressive picture is collected as 16-bit coefficients; CMYK is converted to RGB.
    int bytes = components + (progressive ? 2 * components : 0) + (components == 4 ? 3 : 0);
    return new ImageHeader(ImageFormat.JPEG, width, height, orientation, 1, bytes);
  }

  /// The position of the marker's second byte. Cameras leave some bytes between segments.
  private int nextMarker(int from) {
    int at = from;
    while (true) {
      int next = file.get(at + 1) & 0xFF;
      if ((file.get(at) & 0xFF) == 0xFF && next != 0xFF && next != 0x00) {
        return at + 1;
      }
      if (++fill > MAX_FILL) {
        throw refused();
      }
      at++;
    }
  }

  private static boolean isAlone(int marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD7);
  }

  private void segment(int marker, int at, int length) {
    switch (marker) {
      case BASELINE, EXTENDED, PROGRESSIVE -> frame(marker, at);
      // Lossless, differential, arithmetic: used by no camera and no browser.
      case 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF -> throw refused();
      case SOS -> {
        scans++;
        if (width == 0 || scans > maxScans()) {
          throw refused();
        }
      }
      case APP1 -> {
        // The first one counts; programs may add a second one after it.
        if (!saysHowItWasHeld && startsWith(file, at, 'E', 'x', 'i', 'f', 0, 0)) {
          saysHowItWasHeld = true;
          orientation = Exif.orientation(file, at + 6, length - 6);
        }
      }
      default -> {}
    }
  }

  private int maxScans() {
    long affordable = MAX_SCANNED_PIXELS / ((long) width * height);
    return (int) Math.clamp(affordable, USUAL_SCANS, MAX_SCANS);
  }

  private void frame(int marker, int at) {
    boolean isFirst = width == 0;
    int precision = file.get(at) & 0xFF;
    height = unsignedShort(file, at + 1);
    width = unsignedShort(file, at + 3);
    components = file.get(at + 5) & 0xFF;
    progressive = marker == PROGRESSIVE;
    boolean known = components == 1 || components == 3 || components == 4;
    // A height of 0 would be given only after the picture: a decoder would have to guess.
    if (!isFirst || precision != 8 || width == 0 || height == 0 || !known) {
      throw refused();
    }
  }

  /// The position after the entropy-coded data of a scan, in which 0xFF is followed by 0 or a
  /// restart marker. The end of the file if there is no end marker: some cameras omit it, and all
  /// browsers accept that.
  private int behindScan(int from) {
    int at = from;
    while (true) {
      if (at + 1 >= file.limit()) {
        return file.limit();
      }
      if (file.get(at) == (byte) 0xFF) {
        int next = file.get(at + 1) & 0xFF;
        if (next != 0 && next != 0xFF && !isAlone(next)) {
          return at;
        }
      }
      at++;
    }
  }
}
