package info.powow.bench.picture;

import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import info.powow.domain.image.Rendition;
import info.powow.images.PictureWorkshop;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// ImageMagick's program, a process for each picture, with our numbers for the quality.
record ImageMagick(Path program, Photograph photograph) implements Maker {
  /// Of version 7; of version 6 as Debian calls it; and as everybody does, which on some systems is
  /// something else.
  private static final List<String> NAMES = List.of("magick", "convert-im6.q16", "convert");

  /// GNU time, which tells how much memory a process had.
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
  public OptionalLong make(Rendition rendition, Path to) throws IOException, InterruptedException {
    boolean timed = Files.isExecutable(TIME);
    Path resident = to.resolveSibling("resident");
    List<String> command = new ArrayList<>();
    if (timed) {
      command.addAll(List.of(TIME.toString(), "-f", "%M", "-o", resident.toString()));
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
            String.valueOf(PictureWorkshop.percent(rendition.format(), rendition.quality())),
            to.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    byte[] said = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException(
          "ImageMagick failed: " + new String(said, StandardCharsets.UTF_8).strip());
    }
    return timed
        ? OptionalLong.of(Long.parseLong(Files.readString(resident).strip()) << 10)
        : OptionalLong.empty();
  }
}
