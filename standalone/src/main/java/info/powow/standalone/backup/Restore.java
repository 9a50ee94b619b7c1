package info.powow.standalone.backup;

import info.powow.eventlog.engine.StagedRestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Replaces the log with a backup. [#prepare] copies and verifies the backup beside the log, which
/// may be open; [#commit] makes it replace the log at the next opening.
final class Restore {
  private final Path log;
  private final Path search;
  private final Path prepared;

  private Restore(Path log, Path search, Path prepared) {
    this.log = log;
    this.search = search;
    this.prepared = prepared;
  }

  /// Copies a backup and compares every byte with its manifest. Missing pictures are restored at
  /// once: they are stored under their hash, and nothing refers to them yet.
  ///
  /// @param search the folder of the embedded search node
  /// @throws BackupRefused if the backup is damaged or incomplete; nothing has changed then
  static Restore prepare(Path backup, Path log, Path images, Path search) throws IOException {
    requireSameKeys(backup, log);
    Path prepared = log.resolve(StagedRestore.FOLDER + ".part");
    Folders.delete(prepared);
    Folders.createPrivate(prepared);
    boolean whole = false;
    try {
      for (Manifest.Content content : Manifest.read(backup)) {
        Path from = backup.resolve(content.path());
        Path below = Path.of(content.path());
        Path inside = below.subpath(1, below.getNameCount());
        boolean ofLog = below.startsWith(Backup.LOG);
        Path to = (ofLog ? prepared : images).resolve(inside);
        if (ofLog) {
          require(backup, content, Folders.copy(from, to));
        } else if (Files.exists(to)) {
          require(backup, content, Folders.sha256(from));
        } else {
          Path unfinished = to.resolveSibling(to.getFileName() + ".part");
          require(backup, content, Folders.copy(from, unfinished));
          Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
        }
      }
      Folders.forceNames(prepared);
      whole = true;
      return new Restore(log, search, prepared);
    } finally {
      if (!whole) {
        Folders.delete(prepared);
      }
    }
  }

  /// With other keys, Powow would not start again.
  private static void requireSameKeys(Path backup, Path log) throws IOException {
    Path theirs = backup.resolve(Backup.LOG).resolve(StagedRestore.KEYS);
    Path ours = log.resolve(StagedRestore.KEYS);
    if (Files.exists(theirs)
        && Files.exists(ours)
        && !Files.readString(theirs).equals(Files.readString(ours))) {
      throw new BackupRefused(
          "The backup in "
              + backup
              + " is of another installation: it is sealed with other keys than the log in "
              + log
              + ". To use it, restore it into an empty data folder, with a copy of its key folder"
              + " beside it.");
    }
  }

  private static void require(Path backup, Manifest.Content content, String found) {
    if (!content.sha256().equals(found)) {
      throw Manifest.damaged(backup, content.path());
    }
  }

  /// Called while the log is closed. Deletes the search indexes first: if interrupted in between,
  /// they are merely rebuilt.
  void commit() throws IOException {
    Folders.delete(search);
    Path staged = log.resolve(StagedRestore.FOLDER);
    Folders.delete(staged);
    Files.move(prepared, staged, StandardCopyOption.ATOMIC_MOVE);
    Folders.forceName(log);
  }
}
