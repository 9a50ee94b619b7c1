package info.powow.command.refusal;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.refusal.RecordRefusals;
import info.powow.domain.refusal.RecordRefusals.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts refusals between two recordings. Whoever repeats a refused request makes a number larger,
/// not the log: the same refusal is one entry, a person has only a few, and there is a limit for all.
/// What exceeds these limits is counted for the person without a conversation, or dropped.
///
/// Thread-safe. Takes constant time.
final class RefusalTally {
  /// Different refusals of one person.
  static final int MOST_OF_A_PERSON = 8;

  private final int most;
  private Map<Kind, Counted> counted = new LinkedHashMap<>();
  private Map<PersonId, Integer> kinds = new HashMap<>();
  private long dropped;

  private record Kind(
      PersonId person, String command, Reason code, @Nullable ConversationId conversation) {}

  private record Counted(int times, Instant at) {}

  /// @param most entries of all people; 0 to count nothing
  RefusalTally(int most) {
    this.most = most;
  }

  /// Whether a reason is worth recording. Faults and overload of the server are no rules.
  static boolean isRecorded(Reason reason) {
    return switch (reason.kind()) {
      case INVALID, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE, TOO_MANY -> true;
      case UNAUTHENTICATED, UNAVAILABLE, FAULT, TOO_SLOW -> false;
    };
  }

  void count(
      PersonId person,
      String command,
      Reason code,
      @Nullable ConversationId conversation,
      Instant at) {
    if (most == 0 || !isRecorded(code)) {
      return;
    }
    Kind kind = new Kind(person, command, code, conversation);
    Kind inGeneral = new Kind(person, command, code, null);
    synchronized (this) {
      if (!add(kind, at, MOST_OF_A_PERSON - 1) && !add(inGeneral, at, MOST_OF_A_PERSON)) {
        dropped++;
      }
    }
  }

  private boolean add(Kind kind, Instant at, int mostOfAPerson) {
    Counted before = counted.get(kind);
    if (before != null) {
      counted.put(kind, new Counted(before.times() + 1, before.at()));
      return true;
    }
    int ofPerson = kinds.getOrDefault(kind.person(), 0);
    if (ofPerson >= mostOfAPerson || counted.size() >= most) {
      return false;
    }
    kinds.put(kind.person(), ofPerson + 1);
    counted.put(kind, new Counted(1, at));
    return true;
  }

  /// What was counted since the last time, one command for each person.
  List<RecordRefusals> drain() {
    Map<Kind, Counted> all;
    synchronized (this) {
      all = counted;
      counted = new LinkedHashMap<>();
      kinds = new HashMap<>();
    }
    Map<PersonId, List<Refused>> byPerson = new LinkedHashMap<>();
    all.forEach((kind, times) ->
        byPerson
            .computeIfAbsent(kind.person(), _ -> new ArrayList<>())
            .add(
                new Refused(
                    kind.command(), kind.code(), kind.conversation(), times.times(), times.at())));
    List<RecordRefusals> commands = new ArrayList<>();
    byPerson.forEach((person, refused) -> commands.add(new RecordRefusals(person, refused)));
    return commands;
  }

  /// How many were not counted, in all.
  synchronized long dropped() {
    return dropped;
  }
}
