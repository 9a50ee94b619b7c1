package info.powow.audit;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.Entry;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The part of a conversation that belongs to a bundle.
///
/// @param name of a group; null for a private chat
/// @param everMembers everybody who is or was a member by the end of the log
/// @param first the first position within the range
/// @param last the last one; less than `first` if there is none
/// @param next the number of positions in the conversation
/// @param newest the index of the newest event that was read
record BundledConversation(
    ConversationId id,
    @Nullable String name,
    Set<PersonId> everMembers,
    long first,
    long last,
    long next,
    long newest) {
  /// Only events of these types are decoded to find the members.
  private static final Set<String> DECODED =
      Stream.concat(
              Stream.of(Opening.class, Entry.class)
                  .flatMap(family -> Stream.of(family.getPermittedSubclasses())),
              Stream.of(GroupRenamed.class))
          .map(Class::getSimpleName)
          .collect(Collectors.toUnmodifiableSet());

  /// The number of events of this conversation in the bundle.
  long events() {
    return last - first + 1;
  }

  /// Reads the conversation once, and keeps only its members in memory. A time becomes a position
  /// by the running maximum of the times, as in [LoggedConversations].
  ///
  /// @return null if there is no such conversation
  static @Nullable BundledConversation find(
      EventSource log, ConversationId id, @Nullable Instant from, @Nullable Instant to) {
    OptionalLong newest = log.lastSequence(id.value());
    if (newest.isEmpty()) {
      return null;
    }
    Set<PersonId> members = new LinkedHashSet<>();
    String name = null;
    long first = -1;
    long last = -1;
    long index = 0;
    boolean ended = false;
    Iterator<LoggedEvent> events = log.iterate(id.value(), 0);
    while (events.hasNext()) {
      LoggedEvent event = events.next();
      if (event.sequence() > newest.getAsLong()) {
        break;
      }
      index = event.index();
      if (event.sequence() == 0 && !(event.event() instanceof ConversationEvent)) {
        return null;
      }
      // Without a time range, few events need decoding.
      Instant at = from == null && to == null ? Instant.MIN : Moment.atOf(event);
      if (first < 0 && (from == null || !at.isBefore(from))) {
        first = event.sequence();
      }
      ended = ended || (to != null && at.isAfter(to));
      last = ended ? last : event.sequence();
      if (DECODED.contains(event.type()) && event.event() instanceof ConversationEvent happened) {
        if (happened instanceof Opening opening) {
          members.addAll(opening.members());
        } else if (happened instanceof Entry entry) {
          members.add(entry.personId());
        }
        if (!ended && happened instanceof GroupCreated created) {
          name = created.name();
        } else if (!ended && happened instanceof GroupRenamed renamed) {
          name = renamed.name();
        }
      }
    }
    long next = newest.getAsLong() + 1;
    return first < 0
        ? new BundledConversation(id, name, Set.copyOf(members), next, next - 1, next, index)
        : new BundledConversation(
            id, name, Set.copyOf(members), first, Math.max(last, first - 1), next, index);
  }
}
