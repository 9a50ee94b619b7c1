package info.powow.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// The folder of all embedded stores (`powow.data`): the log, search, and the keys. Copying it
/// while Powow is stopped is a backup.
///
/// Explicit settings take precedence.
final class DataFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final int KEY_BYTES = 32;

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    Path folder =
        Path.of(environment.getProperty("powow.data", "data")).toAbsolutePath().normalize();
    Map<String, Object> defaults = new HashMap<>();
    defaults.put("powow.log.folder", folder.resolve("log").toString());
    defaults.put("powow.images.folder", folder.resolve("images").toString());
    Path keys = folder.resolve("keys");
    // A new one would force everybody to sign in again.
    if (!environment.containsProperty("powow.tokens.secret")) {
      defaults.put("powow.tokens.secret", key(keys.resolve("token.key")));
    }
    // A new one would assign everybody to other cells.
    if (!environment.containsProperty("powow.secret")) {
      defaults.put("powow.secret", key(keys.resolve("installation.key")));
    }
    environment.getPropertySources().addLast(new MapPropertySource("powow-data", defaults));
  }

  /// Created once.
  private static String key(Path file) {
    try {
      if (Files.notExists(file)) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(file.getParent());
        // Renamed when complete, so that a crash leaves no partial key.
        Path complete = Files.createTempFile(file.getParent(), "key", ".new");
        if (complete.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(complete, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(
            complete, Base64.getEncoder().encodeToString(key), StandardOpenOption.SYNC);
        Files.move(complete, file);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The key " + file + " is not usable", e);
    }
  }
}
