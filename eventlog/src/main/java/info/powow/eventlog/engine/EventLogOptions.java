package info.powow.eventlog.engine;

import java.nio.file.Path;

/// The location and the memory limits of an event log. All sizes are in bytes.
///
/// @param folder holds everything; used by one process at a time
/// @param blockCacheBytes for blocks, indexes and filters read from disk
/// @param memtableBytes for data that is not yet in sorted files, over all column families; at most
///     twice this is replayed when opening after a crash
/// @param tailEntries the number of newest entries kept in memory for followers
/// @param tailBytes the memory for these
/// @param cachedStreams the number of streams whose last sequence is cached
/// @param queueBytes bytes that may wait for the writer; beyond that, callers wait
/// @param batchBytes the maximum number of bytes written with one fsync
/// @param lingerNanos how long the writer may wait for more appends to share an fsync, if the rate
///     is high enough
/// @param reservedDiskBytes appends are refused if less disk space than this is free, so that
///     RocksDB never encounters a full disk
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

  /// Defaults for a small machine: some 200 MB in total.
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
