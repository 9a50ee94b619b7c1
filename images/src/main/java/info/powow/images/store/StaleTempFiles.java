package info.powow.images.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Deletes temporary files of processes that ended. Normally, the creator of a temporary file
/// deletes it.
public final class StaleTempFiles {
  /// No picture takes this long. Newer files may belong to other processes that share the folder.
  public static final Duration ABANDONED = Duration.ofMinutes(10);

  private StaleTempFiles() {}

  /// Deletes files that have not been written to for long.
  ///
  /// @return the number of deleted files
  public static int clear(Path folder, Instant now) throws IOException {
    Instant before = now.minus(ABANDONED);
    int cleared = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      for (Path file : files) {
        try {
          if (Files.getLastModifiedTime(file).toInstant().isBefore(before)
              && Files.deleteIfExists(file)) {
            cleared++;
          }
        } catch (NoSuchFileException _) {
          // Deleted by its creator.
        }
      }
    }
    return cleared;
  }
}
