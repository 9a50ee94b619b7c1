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

/// One folder keeps all that is embedded (`powow.data`): the log, search, and the key that signs
/// tokens. Copying it while Powow is stopped is a backup.
///
/// What is configured otherwise stays as configured.
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
    // With another one, everybody would have to sign in again.
    if (!environment.containsProperty("powow.tokens.secret")) {
      defaults.put("powow.tokens.secret", key(keys.resolve("token.key")));
    }
    // With another one, everybody's places would be moved by other offsets.
    if (!environment.containsProperty("powow.secret")) {
      defaults.put("powow.secret", key(keys.resolve("installation.key")));
    }
    environment.getPropertySources().addLast(new MapPropertySource("powow-data", defaults));
  }

  /// Made once.
  private static String key(Path file) {
    try {
      if (Files.notExists(file)) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Files.createDirectories(file.getParent());
        // Complete before it has its name: a crash in between leaves no half key.
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
