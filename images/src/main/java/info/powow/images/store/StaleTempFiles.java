package info.powow.images.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Files that were being made when a process ended: whoever makes one deletes it, unless it cannot.
public final class StaleTempFiles {
  /// No picture is worked on for so long. Other processes may share the folder, and what they are
  /// working on is theirs.
  public static final Duration ABANDONED = Duration.ofMinutes(10);

  private StaleTempFiles() {}

  /// Deletes what nobody has written to for long.
  ///
  /// @return how many files that were
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
          // Whoever made it has deleted it.
        }
      }
    }
    return cleared;
  }
}
