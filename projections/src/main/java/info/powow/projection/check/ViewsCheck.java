package info.powow.projection.check;

import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.gathering.GatheringEvent;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.publicservice.ServiceEvent;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.mongo.PositionedView;
import info.powow.projection.mongo.ViewStore;
import info.powow.projection.skipped.LoggedSkips;
import info.powow.projection.views.ViewsProjection;
import info.powow.projector.ProjectionCheck;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/// Rebuilds a random sample of conversations, people, gatherings and services with the code of the
/// views, in a store that is thrown away, and compares the documents with the live ones.
///
/// Streams are drawn from the log, not from the views: a document that is missing altogether is found
/// too. A difference counts only if it is there twice in a row, while nothing happened in the stream.
/// Documents are compared one after the other, so that memory does not depend on the stream.
public final class ViewsCheck implements ProjectionCheck {
  private static final String NAME = "views";
  private static final String INBOX = "inbox";
  private static final String CONVERSATIONS = "conversations";
  private static final int MOST_DIFFERENCES = 100;
  private static final int MOST_TRIES = 4;

  /// Inboxes that are read at once: of each only the field of the conversation.
  private static final int INBOXES = 200;

  private static final String PREFIX = "check_";

  /// What a check has left behind that was killed is dropped after this time.
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private static final long MEMORY = 8 << 20;

  /// From each place in the log that is drawn, so many events are looked at, and so many streams
  /// taken.
  private static final int LOOKED_AT = 100;

  private static final int TAKEN = 4;

  /// Waits until the live views have an index.
  @FunctionalInterface
  public interface LiveViews {
    /// @return false if they did not get there in time
    boolean await(long index, Duration timeout) throws InterruptedException;
  }

  /// @param streams how many to check
  /// @param longest longer streams are not rebuilt: events
  /// @param timeout of the whole
  /// @param pause between two comparisons of the same stream
  public record Limits(int streams, long longest, Duration timeout, Duration pause) {}

  private final ViewStore live;
  private final EventSource log;
  private final LoggedSkips skipped;
  private final LiveViews views;
  private final Clock clock;
  private final RandomGenerator random;
  private final Limits limits;
  private final ReentrantLock running = new ReentrantLock();
  private volatile @Nullable Report newest;

  public ViewsCheck(
      ViewStore live,
      EventSource log,
      LiveViews views,
      Clock clock,
      RandomGenerator random,
      Limits limits) {
    this.live = live;
    this.log = log;
    this.skipped = new LoggedSkips(log, ViewsProjection.NAME);
    this.views = views;
    this.clock = clock;
    this.random = random;
    this.limits = limits;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isRunning() {
    return running.isLocked();
  }

  @Override
  public @Nullable Report newest() {
    return newest;
  }

  @Override
  public Optional<Report> check() {
    if (!running.tryLock()) {
      return Optional.empty();
    }
    boolean interrupted = false;
    try {
      dropLeftBehind();
      ViewStore rebuilt =
          live.beside(
              PREFIX
                  + clock.instant().getEpochSecond()
                  + '_'
                  + Long.toHexString(random.nextLong()));
      try {
        Report report = new Run(rebuilt).report();
        newest = report;
        return Optional.of(report);
      } catch (InterruptedException e) {
        interrupted = true;
        throw new IllegalStateException("the check was interrupted", e);
      } finally {
        // The driver refuses to work on an interrupted thread, and words must not stay behind.
        interrupted |= Thread.interrupted();
        rebuilt.drop();
      }
    } finally {
      running.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// A check that was killed could drop nothing.
  private void dropLeftBehind() {
    long before = clock.instant().minus(LEFT_BEHIND).getEpochSecond();
    for (String name : live.namesBeside(PREFIX)) {
      String began = name.substring(PREFIX.length()).replaceFirst("_.*", "");
      if (began.matches("[0-9]{1,18}") && Long.parseLong(began) < before) {
        live.beside(name).drop();
      }
    }
  }

  /// Streams that views follow from, drawn at random places of the log.
  private Set<String> sample(long head) {
    Set<String> streams = new LinkedHashSet<>();
    for (int draw = 0; draw < limits.streams() && streams.size() < limits.streams(); draw++) {
      try (EventSource.Cursor cursor = log.openAfter(random.nextLong(Math.max(1, head)))) {
        int most = Math.min(limits.streams(), streams.size() + TAKEN);
        for (LoggedEvent logged : cursor.poll(LOOKED_AT)) {
          String stream = streamOf(logged);
          if (stream != null && streams.size() < most) {
            streams.add(stream);
          }
        }
      }
    }
    return streams;
  }

  private static @Nullable String streamOf(LoggedEvent logged) {
    try {
      return switch (logged.event()) {
        case ConversationEvent event -> event.conversationId().value();
        case ReadEvent event -> event.conversationId().value();
        case PersonEvent _, GatheringEvent _, ServiceEvent _ -> logged.stream();
        default -> null;
      };
    } catch (RuntimeException unreadable) {
      // Its projection has stopped, and says so.
      return null;
    }
  }

  private final class Run {
    private final ViewStore rebuilt;
    private final Instant end = clock.instant().plus(limits.timeout());
    private final List<Difference> differences = new ArrayList<>();
    private int streams;
    private int unsettled;
    private long events;
    private int documents;

    Run(ViewStore rebuilt) {
      this.rebuilt = rebuilt;
    }

    Report report() throws InterruptedException {
      long head = log.head();
      for (String stream : sample(head)) {
        List<Difference> found = settle(stream);
        if (found == null) {
          unsettled++;
        } else {
          streams++;
          if (differences.size() <= MOST_DIFFERENCES) {
            differences.addAll(found);
          }
        }
      }
      return new Report(
          NAME,
          clock.instant(),
          head,
          streams,
          unsettled,
          events,
          documents,
          differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())),
          differences.size() > MOST_DIFFERENCES);
    }

    /// Null if it did not settle.
    private @Nullable List<Difference> settle(String stream) throws InterruptedException {
      List<Difference> before = null;
      for (int tries = 0; tries < MOST_TRIES && clock.instant().isBefore(end); tries++) {
        if (tries > 0) {
          Thread.sleep(limits.pause());
        }
        if (log.lastSequence(stream).orElse(-1) >= limits.longest()) {
          return null;
        }
        List<Difference> found = compare(stream);
        if (found != null && (found.isEmpty() || found.equals(before))) {
          return found;
        }
        before = found;
      }
      return null;
    }

    /// Null if something happened meanwhile.
    private @Nullable List<Difference> compare(String stream) throws InterruptedException {
      skipped.refresh();
      RebuiltStream is =
          RebuiltStream.of(
              stream,
              log,
              new ViewsProjection(rebuilt, log::epoch, MEMORY, skipped).newSink(),
              skipped);
      events += is.events();
      if (!views.await(log.head(), Duration.between(clock.instant(), end))) {
        return null;
      }
      List<Difference> found = new ArrayList<>();
      is.documents()
          .forEach((collection, ids) -> {
            for (String id : ids) {
              List<String> one = List.of(id);
              compare(
                  stream,
                  collection,
                  id,
                  "",
                  rebuilt.documents(collection, one).get(id),
                  live.documents(collection, one).get(id),
                  found);
            }
          });
      compareInboxes(stream, List.copyOf(is.members()), found);
      return found.isEmpty() || !is.hasMoved() ? found : null;
    }

    private void compareInboxes(String stream, List<String> members, List<Difference> found) {
      String field = CONVERSATIONS + '.' + stream;
      for (int from = 0; from < members.size(); from += INBOXES) {
        List<String> some = members.subList(from, Math.min(from + INBOXES, members.size()));
        Map<String, BsonDocument> right = rebuilt.documents(INBOX, some, field);
        Map<String, BsonDocument> shown = live.documents(INBOX, some, field);
        for (String person : some) {
          compare(
              stream,
              INBOX,
              person,
              field,
              entry(right.get(person), stream),
              entry(shown.get(person), stream),
              found);
        }
      }
    }

    private void compare(
        String stream,
        String collection,
        String id,
        String path,
        @Nullable BsonDocument right,
        @Nullable BsonDocument shown,
        List<Difference> found) {
      if (right != null || shown != null) {
        documents++;
      }
      long position =
          shown != null && shown.isInt64(PositionedView.POSITION)
              ? shown.getInt64(PositionedView.POSITION).getValue()
              : -1;
      if (found.size() > MOST_DIFFERENCES) {
        return;
      }
      FieldDifferences.of(comparable(collection, right), comparable(collection, shown))
          .forEach(each ->
              found.add(
                  new Difference(
                      stream, collection, id, joined(path, each.path()), each.kind(), position)));
    }

    /// Without what depends on how many events are applied at once: which event last touched a page of
    /// history, and which lifted bans are still remembered.
    private static @Nullable BsonDocument comparable(
        String collection, @Nullable BsonDocument document) {
      if (document != null && collection.equals("history")) {
        document.remove(PositionedView.POSITION);
      }
      if (document != null
          && collection.equals("bans")
          && document.get("marks") instanceof BsonDocument marks) {
        marks
            .values()
            .removeIf(mark -> mark.asDocument().getBoolean("set").equals(BsonBoolean.FALSE));
      }
      return document;
    }

    private static String joined(String path, String below) {
      return path.isEmpty() ? below : below.isEmpty() ? path : path + '.' + below;
    }

    private static @Nullable BsonDocument entry(@Nullable BsonDocument inbox, String stream) {
      BsonValue conversations = inbox == null ? null : inbox.get(CONVERSATIONS);
      BsonValue entry = conversations instanceof BsonDocument all ? all.get(stream) : null;
      return entry instanceof BsonDocument document ? document : null;
    }
  }
}
