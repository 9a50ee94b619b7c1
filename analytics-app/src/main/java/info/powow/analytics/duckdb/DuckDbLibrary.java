package info.powow.analytics.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The native code of DuckDB in a file that all child processes share. Otherwise, DuckDB would
/// unpack 72 MB from the jar at each start of a process.
///
/// The file is verified before each use, against a known hash for each platform.
final class DuckDbLibrary {
  static final String RESOURCE = "libduckdb_java.so_";

  /// The hashes, by platform as DuckDB names it.
  static final Map<String, String> SHA_256 =
      Map.of(
          "linux_amd64", "001983f177ea4e6e4e19a58e77417411d0c2924d0cbbd01f3e901a9f3d2f37c7",
          "linux_arm64", "3b69506543e9d64fffb80402cdab8c9d6e527003909e5dfa15b0f00a144d45df",
          "macos_arm64", "62ece55e67c3a0375cd44a20c072387dd94e557a4faebf52bcb6ced0f686f420",
          "windows_amd64", "fdf11925fc2ced59e9394a6f39aee6317494b8dbb92b14c475f6af99207f6728");

  private static final Logger LOG = LoggerFactory.getLogger(DuckDbLibrary.class);
  private static final int BUFFER = 1 << 16;

  private DuckDbLibrary() {}

  static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String os =
        system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "macos" : "linux";
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return os + '_' + (arch.equals("aarch64") || arch.equals("arm64") ? "arm64" : "amd64");
  }

  /// Unpacks the native code, unless the file exists already.
  ///
  /// @param folder for the file
  /// @return null if there is none for this platform, or if its hash is another one: then DuckDB
  ///     unpacks it itself
  static @Nullable Path in(Path folder) throws IOException {
    String platform = platform();
    String expected = SHA_256.get(platform);
    if (expected == null) {
      return null;
    }
    Path file = folder.toAbsolutePath().resolve("duckdb-" + expected.substring(0, 16) + ".lib");
    if (Files.isRegularFile(file) && expected.equals(hash(file))) {
      return file;
    }
    return unpack(platform, file, expected);
  }

  /// Several processes may do this at the same time. Each moves a complete file into place.
  private static @Nullable Path unpack(String platform, Path file, String expected)
      throws IOException {
    Files.createDirectories(file.getParent());
    Path unfinished = Files.createTempFile(file.getParent(), "duckdb-", ".new");
    try (InputStream packed = DuckDbLibrary.class.getResourceAsStream('/' + RESOURCE + platform)) {
      if (packed == null) {
        return null;
      }
      DigestInputStream hashed = new DigestInputStream(packed, sha256());
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        hashed.transferTo(out);
      }
      if (!expected.equals(HexFormat.of().formatHex(hashed.getMessageDigest().digest()))) {
        LOG.warn("the native code of DuckDB has an unexpected hash, and is not shared");
        return null;
      }
      try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      deleteOlder(file);
      return file;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /// Deletes files of other versions. A process that has loaded one keeps it.
  private static void deleteOlder(Path current) throws IOException {
    try (DirectoryStream<Path> libraries =
        Files.newDirectoryStream(current.getParent(), "duckdb-*.lib")) {
      for (Path library : libraries) {
        if (!library.equals(current)) {
          Files.deleteIfExists(library);
        }
      }
    } catch (DirectoryIteratorException | AccessDeniedException inUse) {
      // Windows does not delete a loaded file. The next version tries again.
    }
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
