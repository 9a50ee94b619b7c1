package info.powow.eventlog.boot;

import info.powow.eventlog.engine.EventLogOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// The embedded event log, `powow.log.*`. The defaults take about 200 MB of memory in all.
///
/// @param folder where the log is kept; one process at a time may use it
/// @param blockCache memory for blocks, indexes and filters read from disk
/// @param memtables memory for events that are not yet in sorted files; at most twice this is replayed
///     when opening after a crash
/// @param tailEntries how many of the newest events are kept in memory for those who follow the log
/// @param tailSize how much memory the events of `tail-entries` may take
/// @param cachedStreams of how many streams the last sequence number is kept in memory
/// @param queue how many bytes of events may wait to be written; who appends beyond that waits
/// @param batch how many bytes of events are written with one fsync at most
/// @param linger how long the writer may wait for more to write with the same fsync, when so much
///     comes that it will not be alone
/// @param reservedDisk appends are refused when less than this is left on the disk
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
