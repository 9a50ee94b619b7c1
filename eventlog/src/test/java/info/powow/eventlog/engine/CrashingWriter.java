package info.powow.eventlog.engine;

import static info.powow.eventlog.engine.Entries.entry;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/// A process that appends to several streams as fast as it can, and reports what is durable, until
/// it is killed.
final class CrashingWriter {
  private static final int STREAMS = 8;
  private static final int IN_FLIGHT = 64;
  private static final String WHOLE = " .";

  private CrashingWriter() {}

  static String streamOf(int writer) {
    return "stream" + writer;
  }

  /// @param arguments the folder
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    // Small memtables, so that flushes and new write-ahead logs occur meanwhile.
    EventLog log =
        EventLog.open(EventLogOptions.in(Path.of(arguments[0])).withMemtableBytes(4 << 20));
    for (int writer = 0; writer < STREAMS; writer++) {
      String stream = streamOf(writer);
      Thread.ofPlatform().start(() -> write(log, stream, out));
    }
    Thread.currentThread().join();
  }

  private static void write(EventLog log, String stream, PrintStream out) {
    long sequence = log.lastSequence(stream).orElse(-1) + 1;
    Semaphore inFlight = new Semaphore(IN_FLIGHT);
    while (true) {
      inFlight.acquireUninterruptibly();
      long appended = sequence++;
      log.append(
              List.of(entry(stream, appended, payload(stream, appended)).withKey("key" + appended)))
          .thenAccept(index -> {
            out.println(stream + " " + appended + " " + index + WHOLE);
            inFlight.release();
          });
    }
  }

  /// Whether the line was not truncated by the kill.
  static boolean isWhole(String line) {
    return line.endsWith(WHOLE);
  }

  static String payload(String stream, long sequence) {
    return (stream + " " + sequence + " ").repeat(1 + (int) (sequence % 97));
  }
}
