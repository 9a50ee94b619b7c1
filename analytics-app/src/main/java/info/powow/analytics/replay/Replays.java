package info.powow.analytics.replay;

import info.powow.analytics.replay.child.Frame;
import info.powow.analytics.replay.child.ReplayCall;
import info.powow.domain.CaseId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.keys.RootKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The running replays, each in a process that reads a checkpoint of the log. Their number is
/// limited, and unused ones are ended.
final class Replays implements AutoCloseable {
  private static final int ID_BYTES = 16;
  private static final Duration TIME_TO_OPEN = Duration.ofMinutes(2);

  private final EventLog log;
  private final RootKeys keys;
  private final EventJson json;
  private final ReplayProperties properties;
  private final ChildCommand command;
  private final Path folder;
  private final SecureRandom random = new SecureRandom();
  private final Semaphore permits;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final ScheduledExecutorService sweeper;

  /// A running replay.
  ///
  /// @param caseId null under the standing purpose
  static final class Running {
    final String id;
    final PersonId owner;
    final @Nullable CaseId caseId;
    final ReplayCall.Open asked;
    final ReplayCall.Opened opened;
    final Speed speed;
    final Instant startedAt;
    final ChildProcess child;
    final Semaphore readers = new Semaphore(2);
    private volatile long usedAt = System.nanoTime();

    Running(
        String id,
        PersonId owner,
        @Nullable CaseId caseId,
        ReplayCall.Open asked,
        ReplayCall.Opened opened,
        Speed speed,
        Instant startedAt,
        ChildProcess child) {
      this.id = id;
      this.owner = owner;
      this.caseId = caseId;
      this.asked = asked;
      this.opened = opened;
      this.speed = speed;
      this.startedAt = startedAt;
      this.child = child;
    }

    void used() {
      usedAt = System.nanoTime();
    }
  }

  Replays(
      EventLog log,
      RootKeys keys,
      EventJson json,
      ReplayProperties properties,
      ChildCommand command) {
    this.log = log;
    this.keys = keys;
    this.json = json;
    this.properties = properties;
    this.command = command;
    this.folder = properties.folder(log.folder());
    this.permits = new Semaphore(properties.max());
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("powow-replays").factory());
    // Left behind by a crash.
    ChildProcess.delete(folder);
    long every = Math.clamp(properties.idle().toSeconds() / 4, 1, 60);
    sweeper.scheduleWithFixedDelay(this::endIdle, every, every, TimeUnit.SECONDS);
  }

  /// Starts a replay that nobody can find yet.
  ///
  /// @throws Rejected `replays_busy`
  Running begin(
      PersonId owner, @Nullable CaseId caseId, ReplayCall.Open asked, Speed speed, Instant now) {
    if (!permits.tryAcquire()) {
      throw new Rejected(Reason.REPLAYS_BUSY);
    }
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    String id = "r" + HexFormat.of().formatHex(bytes);
    Path own = folder.resolve(id);
    ChildProcess child = null;
    boolean begun = false;
    try {
      Files.createDirectories(own);
      if (folder.toFile().getUsableSpace() < properties.reservedDisk().toBytes()) {
        throw new Rejected(Reason.REPLAYS_BUSY);
      }
      log.copyTo(own.resolve("log"));
      child = ChildProcess.start(command, own, keys, json);
      ReplayCall.Opened opened =
          child.call(Frame.Kind.OPEN, asked, ReplayCall.Opened.class, false, _ -> {}, TIME_TO_OPEN);
      begun = true;
      return new Running(id, owner, caseId, asked, opened, speed, now, child);
    } catch (IOException e) {
      throw new UncheckedIOException("A replay cannot begin in " + folder, e);
    } finally {
      if (!begun) {
        if (child != null) {
          child.close();
        }
        ChildProcess.delete(own);
        permits.release();
      }
    }
  }

  /// Makes a replay visible to its owner.
  void publish(Running begun) {
    running.put(begun.id, begun);
  }

  /// Ends a replay that was started but not published.
  void discard(Running begun) {
    begun.child.close();
    permits.release();
  }

  /// @throws Rejected `replay_not_found` if there is none, or if it belongs to somebody else
  Running find(String id, PersonId person) {
    Running found = running.get(id);
    if (found == null || !found.owner.equals(person)) {
      throw new Rejected(Reason.REPLAY_NOT_FOUND);
    }
    if (!found.child.isAlive()) {
      end(found);
      throw new Rejected(Reason.REPLAY_NOT_FOUND);
    }
    found.used();
    return found;
  }

  void end(Running replay) {
    if (running.remove(replay.id, replay)) {
      discard(replay);
    }
  }

  private void endIdle() {
    long now = System.nanoTime();
    for (Running each : running.values()) {
      if (!each.child.isAlive() || now - each.usedAt > properties.idle().toNanos()) {
        end(each);
      }
    }
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
    running.values().forEach(this::end);
  }
}
