package info.powow.bench.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// The folders of the checkout.
public final class Checkout {
  private Checkout() {}

  /// The folder of the checkout: set by the launcher, otherwise derived from the jar.
  public static Path home() {
    String told = System.getProperty("powow.home");
    return told == null ? besideTheJar().resolve("../..").normalize() : Path.of(told);
  }

  /// The folder of the jar or the classes.
  public static Path besideTheJar() {
    String first = System.getProperty("java.class.path").split(File.pathSeparator, 2)[0];
    Path parent = Path.of(first).toAbsolutePath().getParent();
    return parent == null ? Path.of("").toAbsolutePath() : parent;
  }

  /// Deletes a folder recursively.
  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(file -> {
            try {
              Files.deleteIfExists(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
