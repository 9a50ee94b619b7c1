package info.powow.eventlog.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file beside the store with the epoch of the log: a random id that is created with the log, and
/// replaced after a restore. Positions of one epoch mean nothing in another.
///
/// It also records how far the log had come, to detect a store that was replaced by hand with an
/// older one. Backups do not contain this file.
final class EpochMarker {
  static final String FILE = "EPOCH";
  private static final Logger logger = LoggerFactory.getLogger(EpochMarker.class);
  private static final int BYTES = 16;
  private static final Pattern CONTENT =
      Pattern.compile("powow event log, epoch ([0-9a-f]{32}), head (\\d{1,18})\\s*");

  private final Path folder;
  private final String epoch;
  private long noted;

  private EpochMarker(Path folder, String epoch, long noted) {
    this.folder = folder;
    this.epoch = epoch;
    this.noted = noted;
  }

  /// @param head the current end of the log
  static EpochMarker open(Path folder, long head) throws IOException {
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      Matcher content = CONTENT.matcher(Files.readString(file, StandardCharsets.UTF_8));
      if (content.matches() && Long.parseLong(content.group(2)) <= head) {
        return new EpochMarker(folder, content.group(1), Long.parseLong(content.group(2)));
      }
      logger.warn(
          "The event log in {} ends at entry {}, before the position in its file {}: it was replaced by an older one. Clients will reset",
          folder,
          head,
          FILE);
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    EpochMarker marker = new EpochMarker(folder, HexFormat.of().formatHex(random), head);
    marker.write(head);
    return marker;
  }

  String epoch() {
    return epoch;
  }

  /// Records the current head.
  void note(long head) {
    if (head == noted) {
      return;
    }
    try {
      write(head);
      noted = head;
    } catch (IOException e) {
      logger.warn("The file {} in {} cannot be written: {}", FILE, folder, e.getMessage());
    }
  }

  private void write(long head) throws IOException {
    Path unfinished = folder.resolve(FILE + ".new");
    Files.writeString(unfinished, "powow event log, epoch " + epoch + ", head " + head + "\n");
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(unfinished, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }
}
