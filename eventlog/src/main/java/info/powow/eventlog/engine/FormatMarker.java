package info.powow.eventlog.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file beside the store that states its format, and is read before anything else is touched.
final class FormatMarker {
  static final int CURRENT = 2;
  static final String FILE = "FORMAT";
  private static final Pattern CONTENT = Pattern.compile("powow event log, format (\\d{1,6})\\s*");

  private FormatMarker() {}

  static void check(Path folder, boolean storeExists) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      if (storeExists) {
        throw new CorruptEventLog(
            "The event log in "
                + folder
                + " has lost its file "
                + FILE
                + ", which says in what format it is. Restore the folder from a backup as a whole.");
      }
      write(folder, file);
      return;
    }
    Matcher content = CONTENT.matcher(Files.readString(file, StandardCharsets.UTF_8));
    if (!content.matches()) {
      throw new CorruptEventLog(
          "The file "
              + file
              + " does not say in what format the event log is. Restore the folder from a backup as a whole.");
    }
    int written = Integer.parseInt(content.group(1));
    if (written > CURRENT) {
      throw new EventLogTooNew(folder, written, CURRENT);
    }
    if (written < CURRENT) {
      throw new EventLogTooOld(folder, written, CURRENT);
    }
  }

  private static void write(Path folder, Path file) throws IOException {
    Path unfinished = folder.resolve(FILE + ".new");
    Files.writeString(unfinished, "powow event log, format " + CURRENT + "\n");
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
