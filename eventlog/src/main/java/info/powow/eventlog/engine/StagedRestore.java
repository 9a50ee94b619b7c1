package info.powow.eventlog.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A log beside the store, in the folder [#FOLDER], that will replace it. When the folder has this
/// name, its content is complete and verified.
///
/// The replacement happens when the log is opened, in steps that can be interrupted and continue at
/// the next opening. The previous store is kept as [#REPLACED] until the next restore. The epoch is
/// removed, so that the log creates a new one.
public final class StagedRestore {
  /// In the folder of the log.
  public static final String FOLDER = "restore";

  /// The file that says with which keys the log is sealed.
  public static final String KEYS = KeysMarker.FILE;

  static final String STORE = "store";
  static final String REPLACED = "store.replaced";
  private static final Logger logger = LoggerFactory.getLogger(StagedRestore.class);

  private StagedRestore() {}

  /// @param log the folder of the log, which must not be open
  static void apply(Path log) throws IOException {
    Path staged = log.resolve(FOLDER);
    if (!Files.isDirectory(staged)) {
      return;
    }
    Path store = log.resolve(STORE);
    Path waiting = staged.resolve(STORE);
    if (Files.isDirectory(waiting)) {
      Path replaced = log.resolve(REPLACED);
      if (Files.isDirectory(store)) {
        delete(replaced);
        Files.move(store, replaced, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(waiting, store, StandardCopyOption.ATOMIC_MOVE);
      force(log);
    }
    for (String marker : List.of(FormatMarker.FILE, KeysMarker.FILE)) {
      Path from = staged.resolve(marker);
      if (Files.exists(from)) {
        Files.move(
            from,
            log.resolve(marker),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.deleteIfExists(log.resolve(EpochMarker.FILE));
    force(log);
    delete(staged);
    logger.warn(
        "Restored the event log in {} from a backup; the previous log is in {}",
        log,
        log.resolve(REPLACED));
  }

  /// Makes the names in a folder durable, if the system supports it.
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a folder, and makes names durable by itself.
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
