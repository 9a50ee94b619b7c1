package info.powow.notify.boot;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Checks of settings at the start. A server that would notify nobody does not start.
final class AppPushSettings {
  private static final int MAX_CONCURRENCY = 1_000;

  private AppPushSettings() {}

  static void requireServer(String name, URI server) {
    if (!"https".equals(server.getScheme()) || server.getHost() == null) {
      throw new IllegalArgumentException(name + " must be an https address");
    }
  }

  static void requireConcurrency(String name, int concurrency) {
    if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
      throw new IllegalArgumentException(name + " lies between 1 and 1,000");
    }
  }

  static void require(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  /// What a file of credentials contains.
  ///
  /// @param name the setting that names the file
  /// @param read fails with [IllegalArgumentException] for other content
  static <T> T read(String name, Path file, Function<String, T> read) {
    try {
      return read.apply(Files.readString(file));
    } catch (IOException e) {
      throw new IllegalStateException(name + " names a file that cannot be read: " + file, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(name + " names another file: " + e.getMessage(), e);
    }
  }
}
