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

/// The notifications and mails that are still to be sent. Survives a crash of the process.
///
/// A send cannot be undone. So a row can be changed only by a process that has seen its newest
/// version.
///
/// Any method throws [Unavailable] while the store is unavailable.
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

  /// How long journal entries are kept.
  Duration JOURNAL = Duration.ofDays(90);

  /// How far the log has been followed.
  ///
  /// @param logEpoch the epoch of the log; in another log, the index means nothing
  record Position(String logEpoch, long index) {
    /// Whether the log was replaced since an earlier position: by another one, or by an older copy of
    /// itself. Then the index of what came from the log before means nothing any more.
    boolean isInAnotherLogThan(Position before) {
      // An empty log has no epoch yet.
      boolean isOther = !before.logEpoch().isEmpty() && !before.logEpoch().equals(logEpoch);
      return isOther || index < before.index();
    }
  }

  /// Null if there is none: an empty outbox begins at the head of the log.
  @Nullable Position position();

  /// Begins to follow the log. From now on, writes under an older claim fail.
  ///
  /// @param claim the epoch of this process's claim, see [#nextEpoch()]
  /// @return where to continue, as [#position()]
  /// @throws Superseded if a newer claim is known
  @Nullable Position follow(long claim);

  /// How far the log was followed, and under which claim.
  record Progress(long claim, Position position) {}

  /// What follows from some events. The position is written only after everything else.
  ///
  /// @param rows new rows; a row whose key exists stays as it is
  /// @param cancelled the keys of rows to remove, with the journal entry to write for each row that
  ///     exists
  /// @param trays the new trays of these people. Only the follower of the log changes trays
  /// @param progress null if the batch does not come from the log
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

  /// If the log was replaced since the last batch ([Position#isInAnotherLogThan]), all rows of the
  /// lane [OutboxRow.Lane#PUSH] are removed: they are about events of the old log. Mail stays, and is
  /// checked when it is sent.
  ///
  /// @throws Superseded if the claim of the batch is not the newest. Then position and trays are
  ///     unchanged, and no row of the batch ever becomes due
  void commit(Batch batch);

  default void commit(List<OutboxRow> rows, List<JournalEntry> journal) {
    commit(new Batch(rows, Map.of(), journal, Map.of(), null));
  }

  /// The number of segments. A row belongs to one by its person.
  int segments();

  static Set<Integer> all(int segments) {
    return IntStream.range(0, segments).boxed().collect(Collectors.toUnmodifiableSet());
  }

  /// The rows of a lane that are due, the longest due first.
  ///
  /// A row that cannot be decoded is set aside, so that it never stops its lane. It is kept for as
  /// long as the journal.
  ///
  /// @param segments only rows of these
  List<OutboxRow> due(OutboxRow.Lane lane, Set<Integer> segments, Instant now, int max);

  default List<OutboxRow> due(OutboxRow.Lane lane, Instant now, int max) {
    return due(lane, all(segments()), now, max);
  }

  /// Makes the rows of some segments due that were being sent under an older claim.
  void recover(Set<Integer> segments, long epoch, Instant now);

  default void recover(long epoch, Instant now) {
    recover(all(segments()), epoch, now);
  }

  /// A number that is higher than any before.
  long nextEpoch();

  /// Replaces a row, unless it has changed.
  ///
  /// @param next null removes it
  /// @return false if the row has changed, or does not exist any more
  boolean replace(OutboxRow seen, @Nullable OutboxRow next);

  /// The rows whose keys begin like this, in the order of their keys.
  List<OutboxRow> rows(String prefix, int max);

  Tray tray(PersonId person);

  RecentGatheringNotifications notices(PersonId person);

  void save(PersonId person, RecentGatheringNotifications notices);

  /// All entries about a message and a person, the oldest first.
  List<JournalEntry> journal(ConversationId conversation, long position, PersonId person);

  DeviceHealth health(DeviceId device);

  void save(DeviceId device, DeviceHealth health);

  /// Adds 1 to a count of the subject of rows.
  void count(String about, String what);

  /// The counts of a subject.
  Map<String, Long> counts(String about);

  /// How many rows there are, without those that were set aside.
  long size();

  /// How many rows were set aside because they cannot be decoded.
  long setAside();

  @Override
  void close();
}
