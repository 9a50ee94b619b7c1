package info.powow.bench.picture;

import info.powow.bench.picture.Measurement.Taken;
import info.powow.bench.report.MarkedSection;
import info.powow.bench.server.Machine;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import info.powow.domain.image.RenditionWidths;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The cost and the quality of pictures.
///
/// @param loadAfter the load average after the measurement
/// @param variants all results; the table has means over the photographs
public record PictureResults(
    Instant at,
    Machine machine,
    double loadAfter,
    int tries,
    List<Taken> photographs,
    List<Variant> variants) {
  /// In docs/performance.md.
  public static final MarkedSection PLACE = new MarkedSection("pictures");

  private static final double MEGABYTE = 1 << 20;

  public PictureResults {
    photographs = List.copyOf(photographs);
    variants = List.copyOf(variants);
  }

  /// A column of the table.
  private record Column(String title, String maker, ImageFormat format) {
    boolean has(Variant variant) {
      return variant.maker().equals(maker) && variant.format() == format;
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          new Column("Powow, WebP", "Powow", ImageFormat.WEBP),
          new Column("Powow, JPEG", "Powow", ImageFormat.JPEG),
          new Column("Thumbnailator, JPEG", "Thumbnailator", ImageFormat.JPEG),
          new Column("ImageMagick, WebP", "ImageMagick", ImageFormat.WEBP),
          new Column("ImageMagick, JPEG", "ImageMagick", ImageFormat.JPEG));

  public String json() {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(this);
  }

  public String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
            Measured %s on %s, %d cores, %s; load average before: %.2f, after: %.2f. Times are medians of %d.

            """,
            at,
            machine.processor(),
            machine.cores(),
            machine.java(),
            machine.load(),
            loadAfter,
            tries));
    row(text, List.of("photograph", "pixels", "uploaded KB", "stored KB", "processing, ms"));
    row(text, List.of("---", "---", "---", "---", "---"));
    for (Taken each : photographs) {
      row(
          text,
          List.of(
              each.name(),
              each.width() + " × " + each.height(),
              kilobytes(each.bytes()),
              kilobytes(each.kept()),
              whole(each.millis())));
    }
    text.append("\nBytes, in percent of the uploaded file, and SSIM:\n\n");
    table(text, List.of(Quality.values()), PictureResults::likeness);
    text.append(
        "\nSSIM with lossless encoding (PNG), which shows the loss from storing and scaling alone:\n\n");
    lossless(text);
    text.append("\nCPU ms / elapsed ms / MB of memory, at medium quality:\n\n");
    table(text, List.of(Quality.MEDIUM), PictureResults::cost);
    return text.toString();
  }

  private void table(
      StringBuilder text, List<Quality> qualities, Function<List<Variant>, String> cell) {
    List<String> head = new ArrayList<>(List.of("width", "quality"));
    COLUMNS.forEach(column -> head.add(column.title()));
    row(text, head);
    row(text, head.stream().map(_ -> "---").toList());
    for (int rung : RenditionWidths.WIDTHS) {
      for (Quality quality : qualities) {
        List<Variant> these =
            variants.stream()
                .filter(each -> each.rung() == rung && each.quality() == quality)
                .toList();
        if (these.isEmpty()) {
          continue;
        }
        List<String> cells = new ArrayList<>();
        cells.add(String.format(Locale.ROOT, "%,d", rung));
        cells.add(quality.name().toLowerCase(Locale.ROOT));
        for (Column column : COLUMNS) {
          List<Variant> measured = these.stream().filter(column::has).toList();
          cells.add(measured.isEmpty() ? "" : cell.apply(measured));
        }
        row(text, cells);
      }
    }
  }

  private void lossless(StringBuilder text) {
    List<String> widths = new ArrayList<>(List.of("width"));
    List<String> likeness = new ArrayList<>(List.of("SSIM"));
    for (int rung : RenditionWidths.WIDTHS) {
      OptionalDouble ssim =
          variants.stream()
              .filter(each -> each.rung() == rung && each.format() == ImageFormat.PNG)
              .mapToDouble(Variant::ssim)
              .average();
      if (ssim.isPresent()) {
        widths.add(String.format(Locale.ROOT, "%,d", rung));
        likeness.add(String.format(Locale.ROOT, "%.3f", ssim.getAsDouble()));
      }
    }
    row(text, widths);
    row(text, widths.stream().map(_ -> "---").toList());
    row(text, likeness);
  }

  private static String likeness(List<Variant> variants) {
    double bytes = variants.stream().mapToLong(Variant::bytes).sum();
    double original = variants.stream().mapToLong(Variant::original).sum();
    double ssim = variants.stream().mapToDouble(Variant::ssim).average().orElseThrow();
    return String.format(Locale.ROOT, "%.1f %%, %.3f", 100 * bytes / original, ssim);
  }

  private static String cost(List<Variant> variants) {
    return String.join(
        " / ",
        mean(variants, Variant::cpuMillis),
        mean(variants, Variant::millis),
        mean(
            variants,
            each -> {
              Long memory = each.memory();
              return memory == null ? null : memory / MEGABYTE;
            }));
  }

  /// Of the known values.
  private static String mean(List<Variant> variants, Function<Variant, @Nullable Double> property) {
    OptionalDouble mean =
        variants.stream()
            .map(property)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .average();
    return mean.isPresent() ? whole(mean.getAsDouble()) : "?";
  }

  private static String kilobytes(long bytes) {
    return String.format(Locale.ROOT, "%,d", Math.round(bytes / 1024.0));
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
