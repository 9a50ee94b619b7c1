package info.powow.command.erasure;

import info.powow.domain.HoldId;
import info.powow.domain.PersonId;
import info.powow.domain.erasure.Erasures;
import info.powow.eventlog.engine.EventLogUnavailable;
import info.powow.eventlog.keys.KeysUnavailable;
import info.powow.eventlog.keys.RootKeys;
import info.powow.eventlog.seal.Sealing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Carries out the erasures that are due, and those that a crash has interrupted. Several command
/// nodes may do so at the same time: no step does harm twice.
///
/// A key that is destroyed without an erasure in the log means that the log was restored from an
/// older backup. That erasure is carried out again, because the backup brought pictures and views
/// back.
final class ErasureProcess implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(ErasureProcess.class);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);

  private final LoggedErasures erasures;
  private final RootKeys keys;
  private final Predicate<PersonId> isPerson;
  private final Predicate<PersonId> erase;
  private final Consumer<HoldId> end;
  private final Clock clock;
  private final Semaphore news = new Semaphore(0);
  private volatile boolean running;
  private @Nullable Thread thread;

  /// @param erase false if it was withdrawn
  /// @param isPerson whether an owner of a key is a person, erased or not
  /// @param end destroys the keys of a released hold, and says so
  ErasureProcess(
      LoggedErasures erasures,
      RootKeys keys,
      Predicate<PersonId> isPerson,
      Predicate<PersonId> erase,
      Consumer<HoldId> end,
      Clock clock) {
    this.erasures = erasures;
    this.keys = keys;
    this.isPerson = isPerson;
    this.erase = erase;
    this.end = end;
    this.clock = clock;
  }

  /// Refuses a key folder that has the key of somebody who was erased.
  ///
  /// @throws KeysUnavailable with what to do
  static void requireTombstones(Erasures erasures, RootKeys keys) {
    Set<String> destroyed = keys.destroyed();
    long missing =
        erasures.erased().stream().filter(person -> !destroyed.contains(person.value())).count();
    if (missing > 0) {
      throw new KeysUnavailable(
          "According to the log, "
              + missing
              + " people were erased whose keys are not destroyed in "
              + keys
              + ": this is an old copy of the key folder. Put your newest copy of it in its place.");
    }
  }

  @Override
  public void start() {
    try {
      requireTombstones(erasures.now(), keys);
    } catch (EventLogUnavailable | EventStoreException e) {
      // A node without the log is not ready, and decides nothing. The keys are compared later.
      log.warn("Erasures cannot be compared with the keys yet: the event log does not answer");
    }
    running = true;
    thread = Thread.ofVirtual().name("erasures").start(this::run);
  }

  /// Something may be due.
  void wake() {
    news.release();
  }

  private void run() {
    while (running) {
      Duration pause;
      try {
        pause = round();
      } catch (KeysUnavailable e) {
        log.error("Stop this process: {}", e.getMessage());
        pause = AFTER_A_FAILURE;
      } catch (RuntimeException e) {
        log.warn("Erasures cannot be read at the moment: {}", e.getClass().getName());
        pause = AFTER_A_FAILURE;
      }
      try {
        if (news.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private Duration round() {
    Instant now = clock.instant();
    Erasures all = erasures.now();
    requireTombstones(all, keys);
    boolean failed = endHolds(all);
    all = erasures.now();
    Set<PersonId> people = new LinkedHashSet<>(all.runnable(now));
    people.addAll(restored(all));
    for (PersonId person : people) {
      if (!running) {
        return Duration.ZERO;
      }
      try {
        if (erase.test(person)) {
          log.info("Erased {}, as far as no legal hold keeps anything", person);
        }
      } catch (RuntimeException e) {
        failed = true;
        log.warn("The erasure of {} is not complete yet, and will go on: {}", person, e.toString());
      }
    }
    if (failed) {
      return AFTER_A_FAILURE;
    }
    Duration untilNext =
        erasures
            .now()
            .nextDue()
            .map(due -> Duration.between(clock.instant(), due))
            .orElse(LONGEST_PAUSE);
    if (untilNext.isNegative()) {
      return Duration.ZERO;
    }
    return untilNext.compareTo(LONGEST_PAUSE) < 0 ? untilNext : LONGEST_PAUSE;
  }

  /// @return whether one failed
  private boolean endHolds(Erasures all) {
    boolean failed = false;
    for (HoldId hold : all.endingHolds()) {
      try {
        end.accept(hold);
      } catch (RuntimeException e) {
        failed = true;
        log.warn("The keys of the hold {} are not destroyed yet: {}", hold, e.toString());
      }
    }
    return failed;
  }

  private Set<PersonId> restored(Erasures all) {
    Set<PersonId> people = new LinkedHashSet<>();
    Set<PersonId> known = all.erased();
    for (String owner : keys.destroyed()) {
      if (Sealing.isOwner(owner)) {
        PersonId person = new PersonId(owner);
        if (!known.contains(person) && isPerson.test(person)) {
          people.add(person);
        }
      }
    }
    return people;
  }

  @Override
  public void stop() {
    running = false;
    Thread ending = thread;
    if (ending != null) {
      ending.interrupt();
    }
  }

  /// Before connections are accepted: with the wrong key folder, nobody is served.
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
