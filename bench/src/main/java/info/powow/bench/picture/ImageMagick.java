package info.powow.bench.picture;

import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import info.powow.domain.image.Rendition;
import info.powow.images.ImageProcessor;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Runs ImageMagick, one process per picture, with our quality numbers.
record ImageMagick(Path program, Photograph photograph) implements Maker {
  /// Version 7; version 6 under Debian's name; and the common name, which is another program on
  /// some systems.
  private static final List<String> NAMES = List.of("magick", "convert-im6.q16", "convert");

  /// GNU time, which reports the resources of a process; CPU time in hundredths of a second.
  private static final Path TIME = Path.of("/usr/bin/time");

  /// @param path folders as in PATH
  static Optional<Path> program(String path) {
    for (String name : NAMES) {
      for (String folder : path.split(File.pathSeparator)) {
        Path program = Path.of(folder, name);
        if (Files.isExecutable(program)) {
          return Optional.of(program);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public String name() {
    return "ImageMagick";
  }

  @Override
  public boolean makes(Quality quality, ImageFormat format) {
    return format == ImageFormat.JPEG || format == ImageFormat.WEBP;
  }

  @Override
  public Used make(Rendition rendition, Path to) throws IOException, InterruptedException {
    boolean timed = Files.isExecutable(TIME);
    Path used = to.resolveSibling("used");
    List<String> command = new ArrayList<>();
    if (timed) {
      command.addAll(List.of(TIME.toString(), "-f", "%U %S %M", "-o", used.toString()));
    }
    command.addAll(
        List.of(
            program.toString(),
            photograph.file().toString(),
            "-auto-orient",
            "-strip",
            "-resize",
            String.valueOf(rendition.width()),
            "-quality",
            String.valueOf(ImageProcessor.percent(rendition.format(), rendition.quality())),
            to.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    byte[] said = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException(
          "ImageMagick failed: " + new String(said, StandardCharsets.UTF_8).strip());
    }
    if (!timed) {
      return new Used(null, null);
    }
    String[] numbers = Files.readString(used).strip().split(" ");
    return new Used(
        1000 * (Double.parseDouble(numbers[0]) + Double.parseDouble(numbers[1])),
        Long.parseLong(numbers[2]) << 10);
  }
}
