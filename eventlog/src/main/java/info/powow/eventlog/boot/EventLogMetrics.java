package info.powow.eventlog.boot;

import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogException;
import info.powow.eventlog.engine.EventLogObserver;
import info.powow.eventlog.engine.StreamConflict;
import info.powow.ops.Dependencies;
import info.powow.ops.Dependency;
import info.powow.ops.MessageTrace;
import info.powow.ops.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/// The metrics of the event log: `powow.log.*`.
final class EventLogMetrics implements EventLogObserver {
  private static final String MESSAGE_SENT = "MessageSent";

  private final MessageTrace trace;
  private final Dependency fsync;
  private final Dependency appends;
  private final Timer append;
  private final Timer write;
  private final DistributionSummary batch;
  private final Counter events;
  private final Counter bytes;
  private final Counter conflicts;
  private final Counter failures;

  EventLogMetrics(MeterRegistry registry, MessageTrace trace, Dependencies dependencies) {
    this.trace = trace;
    this.fsync = dependencies.observed("fsync");
    this.appends = dependencies.observed("append");
    this.append =
        Timer.builder("powow.log.append")
            .description("From handing events to the log until they are durable")
            .register(registry);
    this.write =
        Timer.builder("powow.log.write")
            .description("Writing a batch, nearly all of which is waiting for fsync")
            .register(registry);
    this.batch =
        DistributionSummary.builder("powow.log.batch")
            .description("Appends that share an fsync")
            .register(registry);
    this.events =
        Counter.builder("powow.log.events").description("Events appended").register(registry);
    this.bytes =
        Counter.builder("powow.log.written")
            .description("Bytes written to the log")
            .baseUnit("bytes")
            .register(registry);
    this.conflicts =
        Counter.builder("powow.log.failed")
            .tag("cause", "conflict")
            .description("Appends that failed")
            .register(registry);
    this.failures =
        Counter.builder("powow.log.failed")
            .tag("cause", "unavailable")
            .description("Appends that failed")
            .register(registry);
  }

  static void watch(EventLog log, MeterRegistry registry) {
    Gauge.builder("powow.log.queue", log, EventLog::waitingAppends)
        .description("Appends that wait to be written")
        .register(registry);
    Gauge.builder("powow.log.head", log, EventLog::head)
        .description("Global index of the newest event")
        .register(registry);
  }

  @Override
  public void written(int appends, int entries, long writtenBytes, long writeNanos) {
    write.record(writeNanos, TimeUnit.NANOSECONDS);
    fsync.note(Outcome.SUCCESS, writeNanos);
    batch.record(appends);
    events.increment(entries);
    bytes.increment(writtenBytes);
  }

  @Override
  public void writeFailed(long writeNanos) {
    fsync.note(Outcome.FAILURE, writeNanos);
  }

  @Override
  public void appended(long nanos) {
    appends.note(Outcome.SUCCESS, nanos);
    append.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void durable(long index, Entry entry, long begun, long queued, long written) {
    if (entry.type().equals(MESSAGE_SENT)) {
      trace.durable(entry.stream(), entry.sequence(), index, begun, queued, written);
    }
  }

  @Override
  public void failed(EventLogException cause) {
    boolean isConflict = cause instanceof StreamConflict;
    (isConflict ? conflicts : failures).increment();
    appends.note(isConflict ? Outcome.BAD_REQUEST : Outcome.FAILURE, 0);
  }
}
