package info.powow.notify.outbox;

import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.PersonId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What is still to be told. Survives a crash of the process.
///
/// Sending cannot be undone, so a row is changed by whoever has seen its newest version only.
///
/// Any method throws [Unavailable] while the store is away.
public interface Outbox extends AutoCloseable {
  /// The store cannot be read or written at the moment.
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(Throwable cause) {
      super(cause);
    }
  }

  /// Another process follows the log under a newer claim.
  final class Superseded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Superseded(long claim) {
      super("claim " + claim + " is not the newest");
    }
  }

  /// How long the journal remembers.

  Duration JOURNAL = Duration.ofDays(90);

  /// How far the log has been followed.
  ///
  /// @param logEpoch of the log: positions of another one mean nothing
  record Position(String logEpoch, long index) {}

  /// Null when there is none: an empty outbox begins at the head of the log.
  @Nullable Position position();

  /// Begins to follow the log. From now on, an older claim writes nothing any more.
  ///
  /// @param claim the epoch of this process's claim, see [#nextEpoch()]
  /// @return where to go on, as [#position()]
  /// @throws Superseded if a newer claim is known
  @Nullable Position follow(long claim);

  /// How far the log was followed, and under which claim.
  record Progress(long claim, Position position) {}

  /// What follows from some events. The position changes only once all the rest is there.
  ///
  /// @param rows those whose key is there already stay as they are
  /// @param cancelled keys of rows that are removed if they are there, and what the journal says of
  ///     each then
  /// @param trays replace those of these people. Only whoever follows the log changes them
  /// @param progress null for a batch that does not come from the log
  record Batch(
      List<OutboxRow> rows,
      Map<String, JournalEntry> cancelled,
      List<JournalEntry> journal,
      Map<PersonId, Tray> trays,
      @Nullable Progress progress) {
    public Batch {
      if (progress == null && !trays.isEmpty()) {
        throw new IllegalArgumentException("trays come from the log");
      }
    }
  }

  /// @throws Superseded if the claim of the batch is not the newest. Position and trays are then as
  ///     before, and no row of the batch is ever due
  void commit(Batch batch);

  default void commit(List<OutboxRow> rows, List<JournalEntry> journal) {
    commit(new Batch(rows, Map.of(), journal, Map.of(), null));
  }

  /// Into how many segments rows are divided, by person.
  int segments();

  static Set<Integer> all(int segments) {
    return IntStream.range(0, segments).boxed().collect(Collectors.toUnmodifiableSet());
  }

  /// Rows of a lane that are due, the longest due first.
  ///
  /// @param segments of which
  List<OutboxRow> due(OutboxRow.Lane lane, Set<Integer> segments, Instant now, int max);

  default List<OutboxRow> due(OutboxRow.Lane lane, Instant now, int max) {
    return due(lane, all(segments()), now, max);
  }

  /// Rows of some segments that were being sent under an older claim are due now.
  void recover(Set<Integer> segments, long epoch, Instant now);

  default void recover(long epoch, Instant now) {
    recover(all(segments()), epoch, now);
  }

  /// A number that is higher than any before.
  long nextEpoch();

  /// Replaces a row, unless it has changed.
  ///
  /// @param next null removes it
  /// @return false when it has changed, or is not there any more
  boolean replace(OutboxRow seen, @Nullable OutboxRow next);

  Tray tray(PersonId person);

  Notices notices(PersonId person);

  void save(PersonId person, Notices notices);

  /// Everything that is known of a message and a person, in its order.
  List<JournalEntry> journal(ConversationId conversation, long position, PersonId person);

  DeviceHealth health(DeviceId device);

  void save(DeviceId device, DeviceHealth health);

  /// Counts something that has happened to what a row is about.
  void count(String about, String what);

  /// What was counted.
  Map<String, Long> counts(String about);

  /// How many rows there are.
  long size();

  @Override
  void close();
}
