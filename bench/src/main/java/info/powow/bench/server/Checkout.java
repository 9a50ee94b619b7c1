package info.powow.bench.server;

import java.io.File;
import java.nio.file.Path;

/// Where this program lies, and what lies around it.
public final class Checkout {
  private Checkout() {}

  /// The folder of the checkout: the launcher tells it, and otherwise it is around the jar.
  public static Path home() {
    String told = System.getProperty("powow.home");
    return told == null ? besideTheJar().resolve("../..").normalize() : Path.of(told);
  }

  /// The folder of the jar, or of the classes, that run.
  public static Path besideTheJar() {
    String first = System.getProperty("java.class.path").split(File.pathSeparator, 2)[0];
    Path parent = Path.of(first).toAbsolutePath().getParent();
    return parent == null ? Path.of("").toAbsolutePath() : parent;
  }
}
