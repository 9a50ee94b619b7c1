package info.powow.eventlog.engine;

import java.nio.file.Path;

/// Where an event log lives and how much memory it may use. All sizes in bytes.
///
/// @param folder holds everything; one process at a time
/// @param blockCacheBytes for blocks, indexes and filters read from disk
/// @param memtableBytes for what is not yet in sorted files, all column families together; also how
///     much is replayed at most (twice this) when opening after a crash
/// @param tailEntries how many of the newest entries are kept in memory for those who follow the
///     log
/// @param tailBytes how much memory these may hold
/// @param cachedStreams of how many streams the last sequence number is kept in memory
/// @param queueBytes how much may wait for the writer; whoever appends beyond it waits
/// @param batchBytes how much is written with one fsync at most
/// @param lingerNanos how long the writer may wait for more to write with the same fsync, when so
///     much comes that it will not be alone
/// @param reservedDiskBytes appends are refused when less than this is left on the disk, so that
///     RocksDB itself never meets a full disk
public record EventLogOptions(
    Path folder,
    long blockCacheBytes,
    long memtableBytes,
    int tailEntries,
    long tailBytes,
    int cachedStreams,
    long queueBytes,
    long batchBytes,
    long lingerNanos,
    long reservedDiskBytes) {
  private static final long MIB = 1 << 20;

  public EventLogOptions {
    require(blockCacheBytes >= MIB, "blockCacheBytes", "at least 1 MiB");
    require(memtableBytes >= 4 * MIB, "memtableBytes", "at least 4 MiB");
    require(tailEntries >= 1 && tailEntries <= 1 << 24, "tailEntries", "between 1 and 16777216");
    require(tailBytes >= 0, "tailBytes", "not negative");
    require(cachedStreams >= 1, "knownStreams", "at least 1");
    require(queueBytes >= MIB, "queueBytes", "at least 1 MiB");
    require(batchBytes >= 64 << 10, "batchBytes", "at least 64 KiB");
    require(lingerNanos >= 0 && lingerNanos <= 1_000_000_000, "lingerNanos", "at most a second");
    require(reservedDiskBytes >= 0, "reservedDiskBytes", "not negative");
  }

  /// Good for a small machine: some 200 MB in all.
  public static EventLogOptions in(Path folder) {
    return new EventLogOptions(
        folder, 64 * MIB, 64 * MIB, 16_384, 32 * MIB, 100_000, 64 * MIB, 4 * MIB, 1_000_000,
        256 * MIB);
  }

  public EventLogOptions withTail(int entries, long bytes) {
    return new EventLogOptions(
        folder,
        blockCacheBytes,
        memtableBytes,
        entries,
        bytes,
        cachedStreams,
        queueBytes,
        batchBytes,
        lingerNanos,
        reservedDiskBytes);
  }

  public EventLogOptions withKnownStreams(int streams) {
    return new EventLogOptions(
        folder,
        blockCacheBytes,
        memtableBytes,
        tailEntries,
        tailBytes,
        streams,
        queueBytes,
        batchBytes,
        lingerNanos,
        reservedDiskBytes);
  }

  public EventLogOptions withMemtableBytes(long bytes) {
    return new EventLogOptions(
        folder,
        blockCacheBytes,
        bytes,
        tailEntries,
        tailBytes,
        cachedStreams,
        queueBytes,
        batchBytes,
        lingerNanos,
        reservedDiskBytes);
  }

  public EventLogOptions withReservedDiskBytes(long bytes) {
    return new EventLogOptions(
        folder,
        blockCacheBytes,
        memtableBytes,
        tailEntries,
        tailBytes,
        cachedStreams,
        queueBytes,
        batchBytes,
        lingerNanos,
        bytes);
  }

  private static void require(boolean holds, String name, String range) {
    if (!holds) {
      throw new IllegalArgumentException("event log option " + name + " must be " + range);
    }
  }
}
