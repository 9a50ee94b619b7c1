package info.powow.analytics.replay.child;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.policy.PolicyRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The calls of the parent to a replay child, and the answers of the child.
public final class ReplayCall {
  private ReplayCall() {}

  /// Which events of the log are replayed.
  ///
  /// @param first the first index
  /// @param last the last index
  /// @param conversations only events of these; all if empty
  /// @param people only events that name one of these; all if empty
  /// @param types only events of these types, by their names in the log; all if empty
  /// @param scope the case within which the replay stays; null for the whole log
  /// @param pseudonyms null leaves ids as they are
  /// @param reveal whether texts and names are shown
  public record Open(
      long first,
      long last,
      List<ConversationId> conversations,
      List<PersonId> people,
      List<String> types,
      @Nullable Scope scope,
      @Nullable PseudonymKeys pseudonyms,
      boolean reveal) {
    public Open {
      conversations = List.copyOf(conversations);
      people = List.copyOf(people);
      types = List.copyOf(types);
    }
  }

  /// The keys under which ids become pseudonyms.
  ///
  /// @param ids in hexadecimal
  /// @param ofCase the key of a case about statistics, in hexadecimal; pseudonyms are then those of
  ///     SQL in that case
  public record PseudonymKeys(String ids, @Nullable String ofCase) {
    /// Without the keys, which must not get into logs.
    @Override
    public String toString() {
      return "PseudonymKeys[]";
    }
  }

  /// @param people all of their conversations are in scope
  public record Scope(List<ConversationId> conversations, List<PersonId> people) {
    public Scope {
      conversations = List.copyOf(conversations);
      people = List.copyOf(people);
    }
  }

  /// @param events the number of events
  /// @param first the index of the first one; 0 if there is none
  /// @param last the index of the last one; 0 if there is none
  /// @param unknown the number of events in the range of types that this version does not know;
  ///     they are left out
  /// @param covered whether the scope covers all conversations that were asked for
  /// @param isolated whether the kernel denies the child sockets
  public record Opened(
      long events, long first, long last, long unknown, boolean covered, boolean isolated) {}

  /// Requests the next events.
  ///
  /// @param after the index to continue after
  /// @param maxBytes the child stops after about this many bytes
  /// @param timed whether the answer should contain the time of each event
  public record Read(long after, int maxBytes, boolean timed) {}

  /// @param reached the index up to which the log was read
  /// @param ended whether the replay is over
  /// @param ends the offset of the end of each line in the bytes before this answer; empty if not
  ///     requested
  /// @param times the time of each event, in milliseconds; empty if not requested
  public record ReadUpTo(long reached, boolean ended, List<Integer> ends, List<Long> times) {
    public ReadUpTo {
      ends = List.copyOf(ends);
      times = List.copyOf(times);
    }
  }

  /// Requests a dry run of other rules over the messages of the replay.
  ///
  /// @param cascading whether messages that would have been refused count as not sent
  public record DryRun(PolicyRules rules, boolean cascading) {}

  /// Requests what somebody would have been shown at an index.
  ///
  /// @param index no event after this one
  /// @param person for messages or an inbox, whose they are; null for the conversation itself. A
  ///     pseudonym if the replay has pseudonyms, like the conversation
  /// @param conversation null for the inbox
  /// @param before only messages before this position; null for the newest
  /// @param limit how many messages or conversations
  public record State(
      long index,
      @Nullable PersonId person,
      @Nullable ConversationId conversation,
      @Nullable Long before,
      int limit) {}
}
