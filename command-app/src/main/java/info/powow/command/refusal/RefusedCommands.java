package info.powow.command.refusal;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.ConversationCommand;
import info.powow.domain.conversation.ReadCommand;
import info.powow.domain.gathering.GatheringCommand;
import info.powow.domain.notification.NotificationCommand;
import info.powow.domain.person.PersonCommand;
import info.powow.domain.publicservice.ServiceCommand;
import info.powow.domain.refusal.RecordRefusals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records refused commands of people from time to time, on a thread of its own. Whoever is refused
/// does not wait for it. What is not recorded when the process dies is lost.
public final class RefusedCommands implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedCommands.class);

  private final RefusalTally tally;
  private final Clock clock;
  private final ScheduledExecutorService recorder;
  private volatile @Nullable Consumer<RecordRefusals> bus;

  /// @param most how many different refusals are recorded in an interval; 0 to record none
  public RefusedCommands(int most, Duration interval, Clock clock) {
    this.tally = new RefusalTally(most);
    this.clock = clock;
    this.recorder =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("powow-refusals").factory());
    recorder.scheduleWithFixedDelay(
        this::record, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// @param commands takes what is to be recorded
  public void recordWith(Consumer<RecordRefusals> commands) {
    bus = commands;
  }

  /// A command was refused. Commands of nobody in particular, and of staff, are not counted.
  public void refused(Object command, Reason reason) {
    PersonId person = personOf(command);
    if (person != null) {
      tally.count(
          person, command.getClass().getSimpleName(), reason, conversationOf(command), now());
    }
  }

  /// Somebody exceeded a rate limit.
  ///
  /// @param kind of requests
  public void limited(PersonId person, String kind) {
    tally.count(person, kind, Reason.TOO_MANY_REQUESTS, null, now());
  }

  public long dropped() {
    return tally.dropped();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static @Nullable PersonId personOf(Object command) {
    return switch (command) {
      case ConversationCommand conversation -> conversation.by();
      case ReadCommand read -> read.by();
      case PersonCommand person -> person.by();
      case GatheringCommand gathering -> gathering.by();
      case ServiceCommand service -> service.by();
      case NotificationCommand notification -> notification.by();
      default -> null;
    };
  }

  private static @Nullable ConversationId conversationOf(Object command) {
    return switch (command) {
      case ConversationCommand conversation -> conversation.conversation();
      case ReadCommand read -> read.conversation();
      default -> null;
    };
  }

  private void record() {
    @Nullable Consumer<RecordRefusals> commands = bus;
    if (commands == null) {
      return;
    }
    for (RecordRefusals each : tally.drain()) {
      try {
        commands.accept(each);
      } catch (RuntimeException e) {
        LOG.warn("refusals were not recorded: {}", e.getClass().getName());
      }
    }
  }

  @Override
  public void close() {
    recorder.shutdownNow();
    record();
  }
}
