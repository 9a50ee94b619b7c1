package info.powow.eventlog.boot;

import info.powow.eventlog.engine.EventLogOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The embedded event log, `powow.log.*`. The defaults take about 200 MB of memory in total.
///
/// @param folder the folder of the log; only one process at a time may use it
/// @param blockCache memory for blocks, indexes and filters read from disk
/// @param memtables memory for events that are not yet in sorted files; at most twice this is
///     replayed when opening after a crash
/// @param tailEntries the number of newest events kept in memory for followers
/// @param tailSize the memory for the events of `tail-entries`
/// @param cachedStreams the number of streams whose last sequence is cached
/// @param queue bytes of events that may wait to be written; beyond that, callers wait
/// @param batch the maximum number of bytes written with one fsync
/// @param linger how long the writer may wait for more events to share an fsync, if the rate is
///     high enough
/// @param reservedDisk appends are refused if less disk space than this is free
@ConfigurationProperties("powow.log")
public record EventLogProperties(
    @DefaultValue("data/log") Path folder,
    @DefaultValue("64MB") DataSize blockCache,
    @DefaultValue("64MB") DataSize memtables,
    @DefaultValue("16384") int tailEntries,
    @DefaultValue("32MB") DataSize tailSize,
    @DefaultValue("100000") int cachedStreams,
    @DefaultValue("64MB") DataSize queue,
    @DefaultValue("4MB") DataSize batch,
    @DefaultValue("1ms") Duration linger,
    @DefaultValue("256MB") DataSize reservedDisk) {

  EventLogOptions options() {
    return new EventLogOptions(
        folder.toAbsolutePath().normalize(),
        blockCache.toBytes(),
        memtables.toBytes(),
        tailEntries,
        tailSize.toBytes(),
        cachedStreams,
        queue.toBytes(),
        batch.toBytes(),
        linger.toNanos(),
        reservedDisk.toBytes());
  }
}
