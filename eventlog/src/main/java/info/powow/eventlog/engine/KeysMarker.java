package info.powow.eventlog.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A file beside the store that says with whose keys the log is sealed. With the keys of another
/// log it is not opened: nothing in it could be read, and what was written then could not be read
/// with its own.
final class KeysMarker {
  static final String FILE = "KEYS";

  private KeysMarker() {}

  /// @param keysId null when whoever opens the log reads and writes no payload
  static void check(Path folder, boolean storeExists, @Nullable String keysId) throws IOException {
    if (keysId == null) {
      return;
    }
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      if (storeExists) {
        throw new CorruptEventLog(
            "The event log in "
                + folder
                + " does not say with which keys it is sealed: the file "
                + FILE
                + " is missing. Restore the folder from a backup as a whole.");
      }
      write(folder, file, keysId);
      return;
    }
    String written = Files.readString(file, StandardCharsets.UTF_8).strip();
    if (!written.equals(keysId)) {
      throw new CorruptEventLog(
          "The event log in "
              + folder
              + " is sealed with the keys "
              + written
              + ", and the key folder is "
              + keysId
              + ": it belongs to another log, or was made anew. Nothing was erased, and nothing was"
              + " changed. Set powow.keys.folder to the key folder of this log, or put your newest"
              + " copy of it back.");
    }
  }

  private static void write(Path folder, Path file, String keysId) throws IOException {
    Path unfinished = folder.resolve(FILE + ".new");
    Files.writeString(unfinished, keysId + "\n");
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
