package info.powow.bench.picture;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/// The resources that making a picture took.
///
/// @param cpuMillis of the thread or the process; null if unknown
/// @param memory bytes: in a JVM, all allocations of the thread, an upper bound of its peak; for a
///     process, the peak resident size; null if unknown
record Used(@Nullable Double cpuMillis, @Nullable Long memory) {
  /// The work of this thread.
  interface Making {
    void make() throws IOException;
  }

  static Used by(Making making) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = threads.getCurrentThreadAllocatedBytes();
    long nanos = threads.getCurrentThreadCpuTime();
    making.make();
    return new Used(
        (threads.getCurrentThreadCpuTime() - nanos) / 1e6,
        threads.getCurrentThreadAllocatedBytes() - bytes);
  }
}
