package info.powow.standalone.backup;

import info.powow.eventlog.engine.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Copies what cannot be rebuilt, while Powow runs: the log and the original pictures. Keys are
/// never copied, because a restored key could decrypt data erased since.
final class Backup {
  static final String LOG = "log";
  static final String IMAGES = "images";
  private static final String ORIGINAL = "original";

  private Backup() {}

  /// Writes a backup into a new folder, which gets its name only when it is complete.
  ///
  /// @param images the folder of the pictures, which may not exist
  /// @return the number of files
  static int write(EventLog log, Path images, Path target, Instant madeAt) throws IOException {
    if (Files.exists(target)) {
      throw new BackupRefused(target + " already exists. Name a new folder.");
    }
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new BackupRefused("There is no folder " + parent + " to make the backup in.");
    }
    Path unfinished = parent.resolve(target.getFileName() + ".part");
    Folders.delete(unfinished);
    Folders.createPrivate(unfinished);
    log.copyTo(unfinished.resolve(LOG));
    // After the log, so that pictures named in it are copied, unless they are deleted meanwhile.
    copyOriginals(images, unfinished.resolve(IMAGES));
    List<Manifest.Content> contents = new ArrayList<>();
    for (Path file : Folders.filesIn(unfinished)) {
      Folders.force(file);
      contents.add(
          new Manifest.Content(
              Folders.relative(unfinished, file), Files.size(file), Folders.sha256(file)));
    }
    Manifest.write(unfinished, madeAt, contents);
    Folders.forceNames(unfinished);
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    Folders.forceName(parent);
    return contents.size();
  }

  private static void copyOriginals(Path images, Path target) throws IOException {
    if (!Files.isDirectory(images)) {
      return;
    }
    for (Path file : Folders.filesIn(images)) {
      if (file.getFileName().toString().equals(ORIGINAL)) {
        Path to = target.resolve(images.relativize(file));
        try {
          Folders.copy(file, to);
        } catch (NoSuchFileException e) {
          // Deleted meanwhile.
          Files.deleteIfExists(to);
        }
      }
    }
  }
}
