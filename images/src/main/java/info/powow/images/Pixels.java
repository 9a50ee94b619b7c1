package info.powow.images;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.ImageHeader;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferInt;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.FileImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Decodes and transforms pixels. Callers have checked the header and reserved memory.
///
/// Every reader is named explicitly. Other decoders on the class path (other formats, native code)
/// never see an untrusted file.
final class Pixels {
  private static final ImageReaderSpi JPEG = registered(new JPEGImageReaderSpi());
  private static final ImageReaderSpi WEBP = new WebPImageReaderSpi();
  private static final ImageReaderSpi PNG =
      ofTheJdk("com.sun.imageio.plugins.png.PNGImageReaderSpi");
  private static final ImageReaderSpi GIF =
      ofTheJdk("com.sun.imageio.plugins.gif.GIFImageReaderSpi");

  /// Thumbnailator produces only transparent pixels for sides of one or two.
  private static final int THIN = 4;

  private Pixels() {}

  /// It requires the JDK's reader to be registered, and must be this provider, whichever class
  /// loader finds which.
  private static ImageReaderSpi registered(ImageReaderSpi provider) {
    IIORegistry.getDefaultInstance().registerServiceProvider(provider, ImageReaderSpi.class);
    return provider;
  }

  private static ImageReaderSpi ofTheJdk(String name) {
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (providers.hasNext()) {
      ImageReaderSpi provider = providers.next();
      if (provider.getClass().getName().equals(name)) {
        return provider;
      }
    }
    throw new IllegalStateException("this Java runtime has no " + name);
  }

  private static ImageReaderSpi reader(ImageFormat format) {
    return switch (format) {
      case JPEG -> JPEG;
      case PNG -> PNG;
      case GIF -> GIF;
      case WEBP -> WEBP;
    };
  }

  /// Decodes the first picture of a file.
  ///
  /// @throws info.powow.domain.Rejected `invalid_image` if it cannot be decoded
  static BufferedImage decode(Path file, ImageHeader header) throws IOException {
    try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
      ImageReader reader = reader(header.format()).createReaderInstance();
      try {
        reader.setInput(in, false, header.format() != ImageFormat.GIF);
        return switch (header.format()) {
          case GIF -> decodeFrame(reader, header);
          case PNG -> PngColour.read(file).toSrgb(decodeWhole(reader, header));
          case JPEG, WEBP -> decodeWhole(reader, header);
        };
      } catch (IOException | RuntimeException e) {
        // Decoders report invalid input with many different exceptions.
        throw HeaderReader.refused();
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage decodeWhole(ImageReader reader, ImageHeader header)
      throws IOException {
    // Decode only if the decoder's size is the one that was checked.
    boolean same =
        header.format() == ImageFormat.WEBP
            ? (long) reader.getWidth(0) * reader.getHeight(0) <= header.pixels()
            : reader.getWidth(0) == header.width() && reader.getHeight(0) == header.height();
    if (!same) {
      throw HeaderReader.refused();
    }
    return reader.read(0);
  }

  /// The first frame of a GIF, at its place on the canvas.
  private static BufferedImage decodeFrame(ImageReader reader, ImageHeader header)
      throws IOException {
    if (reader.getWidth(0) > header.width() || reader.getHeight(0) > header.height()) {
      throw HeaderReader.refused();
    }
    BufferedImage frame = reader.read(0);
    BufferedImage canvas =
        new BufferedImage(header.width(), header.height(), BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = canvas.createGraphics();
    graphics.drawImage(
        frame,
        placeOf(reader.getImageMetadata(0), "imageLeftPosition"),
        placeOf(reader.getImageMetadata(0), "imageTopPosition"),
        null);
    graphics.dispose();
    return canvas;
  }

  private static int placeOf(@Nullable IIOMetadata metadata, String attribute) {
    if (metadata == null) {
      return 0;
    }
    Element root = (Element) metadata.getAsTree(metadata.getNativeMetadataFormatName());
    NodeList descriptors = root.getElementsByTagName("ImageDescriptor");
    return descriptors.getLength() == 0
        ? 0
        : Integer.parseInt(((Element) descriptors.item(0)).getAttribute(attribute));
  }

  /// Converts to 8-bit sRGB, preserving transparency.
  static BufferedImage inSrgb(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    boolean plain =
        image.getType() == BufferedImage.TYPE_3BYTE_BGR
            || image.getType() == BufferedImage.TYPE_INT_RGB
            || image.getType() == BufferedImage.TYPE_INT_ARGB;
    if (plain && colours.getColorSpace().isCS_sRGB()) {
      return image;
    }
    BufferedImage converted =
        new BufferedImage(
            image.getWidth(),
            image.getHeight(),
            colours.hasAlpha() ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    if (colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      copyGrey(image, converted);
    } else if (colours.getColorSpace().isCS_sRGB()) {
      Graphics2D graphics = converted.createGraphics();
      graphics.setComposite(AlphaComposite.Src);
      graphics.drawImage(image, 0, 0, null);
      graphics.dispose();
    } else {
      new ColorConvertOp(null).filter(image, converted);
    }
    return converted;
  }

  /// Java treats grey as linear light and makes it brighter; files mean sRGB.
  private static void copyGrey(BufferedImage grey, BufferedImage to) {
    Raster raster = grey.getRaster();
    int max = (1 << grey.getColorModel().getComponentSize(0)) - 1;
    boolean hasAlpha = grey.getColorModel().hasAlpha();
    int[] argb = ((DataBufferInt) to.getRaster().getDataBuffer()).getData();
    int width = grey.getWidth();
    int bands = raster.getNumBands();
    int[] row = new int[width * bands];
    for (int y = 0; y < grey.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int value = row[x * bands] * 255 / max;
        int alpha = hasAlpha ? row[x * bands + 1] * 255 / max : 255;
        argb[y * width + x] = alpha << 24 | value << 16 | value << 8 | value;
      }
    }
  }

  /// Rotates to the upright orientation pixel by pixel, because Thumbnailator rotates by drawing
  /// and blurs pictures with an odd side.
  static BufferedImage upright(BufferedImage image, int orientation) {
    if (orientation == 1) {
      return image;
    }
    BufferedImage plain = inSrgb(image);
    boolean turned = orientation >= 5;
    boolean fromTheRight =
        orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
    boolean fromBelow =
        orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    int width = turned ? plain.getHeight() : plain.getWidth();
    int height = turned ? plain.getWidth() : plain.getHeight();
    BufferedImage upright =
        new BufferedImage(
            width,
            height,
            plain.getColorModel().hasAlpha()
                ? BufferedImage.TYPE_INT_ARGB
                : BufferedImage.TYPE_INT_RGB);
    int[] pixels = ((DataBufferInt) upright.getRaster().getDataBuffer()).getData();
    int[] row = new int[plain.getWidth()];
    for (int line = 0; line < plain.getHeight(); line++) {
      plain.getRGB(0, line, row.length, 1, row, 0, row.length);
      for (int column = 0; column < row.length; column++) {
        int x = turned ? line : column;
        int y = turned ? column : line;
        pixels[(fromBelow ? height - 1 - y : y) * width + (fromTheRight ? width - 1 - x : x)] =
            row[column];
      }
    }
    return upright;
  }

  static BufferedImage scaled(BufferedImage image, int width, int height) {
    if (image.getWidth() == width && image.getHeight() == height) {
      return image;
    }
    if (Math.min(image.getHeight(), image.getWidth()) < THIN || Math.min(width, height) < THIN) {
      return averaged(image, width, height);
    }
    try {
      return Thumbnails.of(image)
          .forceSize(width, height)
          .imageType(
              image.getColorModel().hasAlpha()
                  ? BufferedImage.TYPE_INT_ARGB
                  : BufferedImage.TYPE_INT_RGB)
          .asBufferedImage();
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read or written here", e);
    }
  }

  /// Each pixel is the average of those that it covers, with colours weighted by opacity.
  private static BufferedImage averaged(BufferedImage image, int width, int height) {
    BufferedImage scaled =
        new BufferedImage(
            width,
            height,
            image.getColorModel().hasAlpha()
                ? BufferedImage.TYPE_INT_ARGB
                : BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      int top = (int) ((long) y * image.getHeight() / height);
      int bottom = Math.max(top + 1, (int) ((y + 1L) * image.getHeight() / height));
      for (int x = 0; x < width; x++) {
        int left = (int) ((long) x * image.getWidth() / width);
        int right = Math.max(left + 1, (int) ((x + 1L) * image.getWidth() / width));
        scaled.setRGB(x, y, average(image, left, top, right, bottom));
      }
    }
    return scaled;
  }

  private static int average(BufferedImage image, int left, int top, int right, int bottom) {
    long alpha = 0;
    long red = 0;
    long green = 0;
    long blue = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int argb = image.getRGB(x, y);
        int opacity = argb >>> 24;
        alpha += opacity;
        red += (long) opacity * (argb >> 16 & 0xFF);
        green += (long) opacity * (argb >> 8 & 0xFF);
        blue += (long) opacity * (argb & 0xFF);
      }
    }
    if (alpha == 0) {
      return 0;
    }
    long pixels = (long) (right - left) * (bottom - top);
    return (int) (alpha / pixels << 24 | red / alpha << 16 | green / alpha << 8 | blue / alpha);
  }

  /// Scales down if a side is longer.
  static BufferedImage within(BufferedImage image, int maxSide) {
    int longer = Math.max(image.getWidth(), image.getHeight());
    if (longer <= maxSide) {
      return image;
    }
    double factor = (double) maxSide / longer;
    return scaled(
        image,
        Math.max(1, (int) Math.round(image.getWidth() * factor)),
        Math.max(1, (int) Math.round(image.getHeight() * factor)));
  }

  /// Whether any pixel is transparent.
  static boolean isTransparent(BufferedImage image) {
    if (!image.getColorModel().hasAlpha()) {
      return false;
    }
    int[] row = new int[image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int argb : row) {
        if (argb >>> 24 != 255) {
          return true;
        }
      }
    }
    return false;
  }

  /// Draws on white, for formats without transparency.
  static BufferedImage opaque(BufferedImage image) {
    if (!image.getColorModel().hasAlpha()) {
      return image;
    }
    BufferedImage flat =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = flat.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return flat;
  }

  static {
    // Reads files in place, without copies in a temporary folder.
    ImageIO.setUseCache(false);
  }
}
