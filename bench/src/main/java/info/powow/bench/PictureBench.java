package info.powow.bench;

import info.powow.bench.people.ProgressLine;
import info.powow.bench.picture.Measurement;
import info.powow.bench.picture.Photograph;
import info.powow.bench.picture.PictureResults;
import info.powow.bench.server.Checkout;
import info.powow.bench.server.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The benchmark of pictures, which needs no server.
@Command(
    name = "pictures",
    usageHelpAutoWidth = true,
    sortOptions = false,
    description =
        "Measures the pictures that are handed out: bytes, likeness to the original, time and memory,"
            + " beside plain Thumbnailator and ImageMagick.")
final class PictureBench implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this text")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "photographs in colour to measure instead of those that come along")
  private List<Path> files = List.of();

  @Option(
      names = "--tries",
      paramLabel = "N",
      defaultValue = "3",
      description = "how often each is made; the median counts (default: ${DEFAULT-VALUE})")
  private int tries;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "every single figure (default: bench-pictures.json beside the jar)")
  private @Nullable Path json;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "put the tables into this page, such as docs/performance.md")
  private @Nullable Path markdown;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Override
  public Integer call() throws Exception {
    if (tries < 1) {
      throw misused("there must be a try");
    }
    if (markdown != null
        && !(Files.isRegularFile(markdown)
            && PictureResults.PLACE.isIn(Files.readString(markdown)))) {
      throw misused("there is no place for pictures in " + markdown);
    }
    Path work = Files.createTempDirectory(Checkout.besideTheJar(), "powow-bench-");
    try {
      Machine machine = Machine.here(work);
      Measurement measurement =
          new Measurement(
              work, tries, System.getenv().getOrDefault("PATH", ""), new ProgressLine(System.err));
      List<Photograph> photographs = photographs(work);
      measurement.warmUp(photographs.getLast());
      for (Photograph photograph : photographs) {
        measurement.measure(photograph);
      }
      PictureResults results =
          new PictureResults(
              Instant.now().truncatedTo(ChronoUnit.SECONDS),
              machine,
              Machine.loadAverage(),
              tries,
              measurement.taken(),
              measurement.variants());
      out.print(results.markdown());
      Path file = json == null ? Checkout.besideTheJar().resolve("bench-pictures.json") : json;
      Files.writeString(file, results.json());
      out.println("All figures: " + file.toAbsolutePath());
      if (markdown != null) {
        Files.writeString(
            markdown, PictureResults.PLACE.filled(Files.readString(markdown), results.markdown()));
      }
      return 0;
    } finally {
      Checkout.delete(work);
    }
  }

  private List<Photograph> photographs(Path work) throws IOException {
    if (files.isEmpty()) {
      return Photograph.shipped(work);
    }
    List<Photograph> photographs = new ArrayList<>();
    for (Path file : files) {
      photographs.add(Photograph.of(String.valueOf(file.getFileName()), file));
    }
    return photographs;
  }

  private ParameterException misused(String why) {
    if (spec == null) {
      throw new IllegalStateException(why);
    }
    return new ParameterException(spec.commandLine(), why);
  }
}
