package info.powow.bench.picture;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/// What making a picture took.
///
/// @param cpuMillis of the thread or the process; null where it cannot be told
/// @param memory bytes: in a JVM all that the thread put on the heap, whether given back or not, an
///     upper bound of the most that it had at one time; of a process the most that was resident;
///     null where it cannot be told
record Used(@Nullable Double cpuMillis, @Nullable Long memory) {
  /// What is made in this thread.
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
