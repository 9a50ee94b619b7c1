package info.powow.standalone;

import info.powow.eventlog.keys.SecretFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// The folder of all embedded stores (`powow.data`): the log, views, pictures and search. The keys are in a
/// folder beside it (`powow.keys.folder`), so that a copy of one is not a copy of the other.
///
/// Explicit settings take precedence.
final class DataFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
  private static final int KEY_BYTES = 32;

  /// Files and folders that Powow creates, by which it knows its own folder.
  private static final List<String> MARKS =
      List.of("log/FORMAT", "images/incoming", "search/nodes", "views/CURRENT");

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    ConfigurableEnvironment environment = context.getEnvironment();
    Path folder =
        Path.of(environment.getProperty("powow.data", "data")).toAbsolutePath().normalize();
    try {
      keepPrivate(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder " + folder + " is not usable", e);
    }
    Map<String, Object> defaults = new HashMap<>();
    defaults.put("powow.log.folder", folder.resolve("log").toString());
    defaults.put("powow.audit.bundles", folder.resolve("bundles").toString());
    defaults.put("powow.images.folder", folder.resolve("images").toString());
    defaults.put("powow.push.folder", folder.resolve("notifications").toString());
    defaults.put("powow.analytics.folder", folder.resolve("analytics").toString());
    defaults.put("powow.mail.url", "http://localhost:${server.port:8080}");
    defaults.put("powow.ops.folder", folder.resolve("ops").toString());
    Path keys =
        Path.of(environment.getProperty("powow.keys.folder", folder + "-keys"))
            .toAbsolutePath()
            .normalize();
    defaults.put("powow.keys.folder", keys.toString());
    // A new one would force everybody to sign in again.
    if (!environment.containsProperty("powow.tokens.secret")) {
      defaults.put("powow.tokens.secret", key(keys, "token.key"));
    }
    // A new one would assign everybody to other cells.
    if (!environment.containsProperty("powow.secret")) {
      defaults.put("powow.secret", key(keys, "installation.key"));
    }
    environment.getPropertySources().addLast(new MapPropertySource("powow-data", defaults));
  }

  /// Closes the folder to other users of the machine: the search indexes, the outbox and the
  /// pictures in it are not sealed. Access of a group stays as it is. A folder that contains
  /// anything else is not changed.
  static void keepPrivate(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      SecretFiles.createFolder(folder);
      return;
    }
    if (!isOurs(folder)) {
      return;
    }
    PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (!permissions.removeAll(OTHERS)) {
      return;
    }
    try {
      view.setPermissions(permissions);
      LOG.info("Other users of this machine no longer have access to {}", folder);
    } catch (FileSystemException _) {
      // It belongs to somebody else, as volumes of containers do.
      LOG.warn(
          "Other users of this machine have access to {}, and only its owner can change that",
          folder);
    }
  }

  private static boolean isOurs(Path folder) throws IOException {
    if (MARKS.stream().anyMatch(mark -> Files.exists(folder.resolve(mark)))) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      // The lock of `./powow up` may exist already.
      return files.allMatch(file -> file.endsWith("powow.lock"));
    }
  }

  /// Generated once, at the first start.
  private static String key(Path folder, String name) {
    Path file = folder.resolve(name);
    try {
      if (Files.notExists(file)) {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        SecretFiles.createFolder(folder);
        SecretFiles.write(file, Base64.getEncoder().encodeToString(key));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The key " + file + " is not usable", e);
    }
  }
}
