package info.powow.analytics.replay;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Replays.
///
/// @param folder where the checkpoints of running replays are; `replays` beside the log by default, so
///     that files can be linked instead of copied. Deleted at each start
/// @param max how many replays run at the same time, 0 to 16; each is a process
/// @param heap the heap of such a process
/// @param nice how far such a process stands back when the processor is busy, 0 to 19 (see nice(1))
/// @param idle a replay that nobody has used for so long is ended
/// @param reservedDisk a replay begins only if so much disk space is free: while it runs, the files of
///     the log that it reads cannot be deleted
@ConfigurationProperties("powow.replays")
public record ReplayProperties(
    @Nullable Path folder,
    @DefaultValue("2") int max,
    @DefaultValue("256MB") DataSize heap,
    @DefaultValue("5") int nice,
    @DefaultValue("15m") Duration idle,
    @DefaultValue("1GB") DataSize reservedDisk) {
  public ReplayProperties {
    if (max < 0 || max > 16) {
      throw new IllegalArgumentException("powow.replays.max lies between 0 and 16");
    }
    if (nice < 0 || nice > 19) {
      throw new IllegalArgumentException("powow.replays.nice lies between 0 and 19");
    }
    if (heap.toMegabytes() < 64 || !idle.isPositive()) {
      throw new IllegalArgumentException(
          "powow.replays.heap is at least 64MB, and powow.replays.idle positive");
    }
  }

  Path folder(Path log) {
    return folder == null ? log.toAbsolutePath().resolveSibling("replays") : folder;
  }
}
