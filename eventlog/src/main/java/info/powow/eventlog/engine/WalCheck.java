package info.powow.eventlog.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// Checks RocksDB's write-ahead logs before RocksDB opens them, because it discards everything
/// after the first unreadable place. That is right for an incomplete write at the end, which was
/// never reported as durable. It is wrong for corruption in the middle, because acknowledged
/// entries follow. The two differ in whether a valid fragment begins after the bad place.
///
/// The format (RocksDB wiki, "Write Ahead Log File Format"; db/log_format.h): blocks of 32 KiB,
/// containing fragments with checksum (4 bytes, CRC32C, masked), length (2), type (1) and, in
/// recycled files, the log number (4), which distinguishes remains of earlier use; all
/// little-endian.
final class WalCheck {
  private static final int BLOCK = 32 << 10;
  private static final int HEADER = 7;
  private static final int RECYCLABLE_HEADER = 11;
  private static final int BATCH_HEADER = 12;
  private static final int CRC_MASK_DELTA = 0xa282ead8;

  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int LAST = 4;
  private static final int RECYCLABLE_FULL = 5;
  private static final int RECYCLABLE_FIRST = 6;
  private static final int RECYCLABLE_LAST = 8;

  private final Path file;
  private final int logNumber;
  private final ByteBuffer bytes;
  private final CRC32C crc = new CRC32C();

  private boolean torn;
  private long firstSequence = -1;
  private long nextSequence = -1;

  private WalCheck(Path file, ByteBuffer bytes) {
    this.file = file;
    this.logNumber = (int) numberOf(file);
    this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
  }

  /// @throws CorruptEventLog if opening the store would discard acknowledged entries
  static void check(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> logs;
    try (Stream<Path> files = Files.list(folder)) {
      logs =
          files
              .filter(file -> file.getFileName().toString().matches("\\d+\\.log"))
              .sorted(Comparator.comparingLong(WalCheck::numberOf))
              .toList();
    }
    long expected = -1;
    for (Path log : logs) {
      WalCheck check = checked(log);
      if (expected >= 0 && check.firstSequence >= 0 && check.firstSequence != expected) {
        throw damaged(log, "what comes before its beginning is missing");
      }
      if (check.torn) {
        expected = check.nextSequence;
      } else if (check.firstSequence >= 0) {
        expected = -1;
      }
    }
  }

  private static long numberOf(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private static WalCheck checked(Path file) throws IOException {
    // An arena, because RocksDB will rename and delete these files, and the mapping must be closed
    // before.
    try (Arena arena = Arena.ofConfined();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      WalCheck check = new WalCheck(file, mapped.asByteBuffer());
      check.run();
      return check;
    }
  }

  private void run() {
    int bad = scan();
    if (bad < 0) {
      return;
    }
    torn = true;
    int endOfBlock = Math.min(blockOf(bad) + BLOCK, bytes.limit());
    for (int at = bad + 1; at < endOfBlock; at++) {
      if (beginsRecord(at)) {
        throw damaged(file, "bytes at " + bad + " are damaged, but there is more at " + at);
      }
    }
    for (int block = blockOf(bad) + BLOCK; block < bytes.limit(); block += BLOCK) {
      int at = block;
      while (isFragment(at)) {
        if (beginsRecord(at)) {
          throw damaged(file, "bytes at " + bad + " are damaged, but there is more at " + at);
        }
        at += headerSize(at) + length(at);
      }
    }
  }

  private static CorruptEventLog damaged(Path file, String what) {
    return new CorruptEventLog(
        "The event log is damaged in "
            + file
            + ": "
            + what
            + ". This is not what a crash leaves behind. Nothing was changed; restore the folder from a backup as a whole.");
  }

  /// Scans valid fragments, and returns the position of the first invalid one; -1 if there is none.
  private int scan() {
    int at = 0;
    long sequence = -1;
    int count = 0;
    while (at < bytes.limit()) {
      int left = Math.min(blockOf(at) + BLOCK, bytes.limit()) - at;
      if (left < HEADER || (left < RECYCLABLE_HEADER && isZero(at, left))) {
        boolean fillsBlock = at + left == blockOf(at) + BLOCK;
        if (!fillsBlock && !isZero(at, left)) {
          return at;
        }
        at += left;
        continue;
      }
      if (!isFragment(at)) {
        return at;
      }
      int data = at + headerSize(at);
      if (beginsRecord(at) && length(at) >= BATCH_HEADER) {
        sequence = bytes.getLong(data);
        count = bytes.getInt(data + Long.BYTES);
        if (firstSequence < 0) {
          firstSequence = sequence;
        }
      }
      if (endsRecord(at) && sequence >= 0) {
        nextSequence = sequence + count;
      }
      at = data + length(at);
    }
    return -1;
  }

  private static int blockOf(int at) {
    return at / BLOCK * BLOCK;
  }

  private boolean isZero(int at, int length) {
    for (int i = at; i < at + length; i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private int type(int at) {
    return bytes.get(at + 6) & 0xff;
  }

  private int length(int at) {
    return bytes.getShort(at + 4) & 0xffff;
  }

  private int headerSize(int at) {
    return switch (type(at)) {
      case RECYCLABLE_FULL, RECYCLABLE_FIRST, 7, RECYCLABLE_LAST, 11, 131 -> RECYCLABLE_HEADER;
      default -> HEADER;
    };
  }

  private boolean beginsRecord(int at) {
    return at + HEADER <= bytes.limit()
        && switch (type(at)) {
          case FULL, FIRST, RECYCLABLE_FULL, RECYCLABLE_FIRST -> isFragment(at);
          default -> false;
        };
  }

  private boolean endsRecord(int at) {
    return switch (type(at)) {
      case FULL, LAST, RECYCLABLE_FULL, RECYCLABLE_LAST -> true;
      default -> false;
    };
  }

  /// Whether a valid fragment of this log is at this position, including its checksum.
  private boolean isFragment(int at) {
    int end = Math.min(blockOf(at) + BLOCK, bytes.limit());
    if (at + HEADER > end || type(at) == 0) {
      return false;
    }
    int header = headerSize(at);
    int length = length(at);
    if (at + header + length > end) {
      return false;
    }
    if (header == RECYCLABLE_HEADER && bytes.getInt(at + HEADER) != logNumber) {
      return false;
    }
    crc.reset();
    crc.update(bytes.slice(at + 6, header - 6 + length));
    return mask((int) crc.getValue()) == bytes.getInt(at);
  }

  private static int mask(int crc) {
    return Integer.rotateRight(crc, 15) + CRC_MASK_DELTA;
  }
}
