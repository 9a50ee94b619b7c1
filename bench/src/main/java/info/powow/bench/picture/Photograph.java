package info.powow.bench.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.coobird.thumbnailator.Thumbnails;

/// An uploaded photograph.
///
/// @param width in pixels, upright
/// @param height in pixels, upright
public record Photograph(String name, Path file, long bytes, int width, int height) {
  /// From the test jar of TwelveMonkeys ImageIO: from a camera, a phone and a web page, and two
  /// rotated ones.
  private static final Map<String, String> SHIPPED = new LinkedHashMap<>();

  static {
    SHIPPED.put("motorcycle", "jpeg/jfif-with-preview-as-second-image.jpg");
    SHIPPED.put("waterfall", "exif/Landscape_6.jpg");
    SHIPPED.put("wanderer", "exif/Portrait_6.jpg");
    SHIPPED.put("street", "jpeg/xdensity-out-of-range-zero.jpg");
    SHIPPED.put("table", "jpeg/jfif-jfif-and-exif-thumbnail-sharpshot-iphone.jpg");
  }

  /// @throws IOException also if the file is not a picture
  public static Photograph of(String name, Path file) throws IOException {
    BufferedImage upright = upright(file);
    return new Photograph(name, file, Files.size(file), upright.getWidth(), upright.getHeight());
  }

  /// The photographs that come with the benchmark.
  ///
  /// @param folder for their files
  public static List<Photograph> shipped(Path folder) throws IOException {
    List<Photograph> photographs = new ArrayList<>();
    for (Map.Entry<String, String> each : SHIPPED.entrySet()) {
      Path file = folder.resolve(each.getKey() + ".jpg");
      try (InputStream in = Photograph.class.getResourceAsStream("/" + each.getValue())) {
        Files.copy(Objects.requireNonNull(in, each.getValue()), file);
      }
      photographs.add(of(each.getKey(), file));
    }
    return photographs;
  }

  Luma luma() throws IOException {
    return Luma.of(upright(file));
  }

  private static BufferedImage upright(Path file) throws IOException {
    return Thumbnails.of(file.toFile())
        .scale(1)
        .imageType(BufferedImage.TYPE_INT_RGB)
        .asBufferedImage();
  }
}
