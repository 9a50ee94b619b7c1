package info.powow.audit;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AdmissionEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.Entry;
import info.powow.domain.conversation.ConversationEvent.Exit;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupProfileEvent;
import info.powow.domain.conversation.ConversationEvent.MessageEvent;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds in the log when a person became a member of conversations, and when they left.
final class LoggedMemberships {
  private static final int MAX_EVENTS = 200_000;
  private static final int MAX_CHANGES = 100;
  private static final int BATCH = 512;

  /// The types of events that may change a membership: only these are decoded.
  private static final Set<String> TYPES =
      Stream.of(Opening.class, Entry.class, Exit.class)
          .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
          .map(Class::getSimpleName)
          .collect(Collectors.toUnmodifiableSet());

  private final EventSource log;

  LoggedMemberships(EventSource log) {
    this.log = log;
  }

  /// Somebody became a member of a conversation, or left it.
  ///
  /// @param name that of a new group
  record MembershipChange(
      ConversationId conversationId,
      boolean joined,
      Moment moment,
      boolean group,
      @Nullable String name) {}

  /// @param index the index up to which the log was read
  /// @param ended whether that is the end of the log
  record Page(long index, List<MembershipChange> changes, boolean ended) {}

  /// The changes after an index of the log, in its order.
  Page after(PersonId person, long start) {
    List<MembershipChange> changes = new ArrayList<>();
    long index = start;
    boolean ended = false;
    try (EventSource.Cursor events = log.openAfter(start)) {
      while (!ended && index - start < MAX_EVENTS && changes.size() < MAX_CHANGES) {
        List<LoggedEvent> batch = events.poll(BATCH);
        ended = batch.isEmpty();
        for (LoggedEvent event : batch) {
          index = event.index();
          MembershipChange change = TYPES.contains(event.type()) ? change(person, event) : null;
          if (change != null) {
            changes.add(change);
          }
        }
      }
    }
    return new Page(index, changes, ended);
  }

  private static @Nullable MembershipChange change(PersonId person, LoggedEvent logged) {
    return logged.event() instanceof ConversationEvent event
        ? switch (event) {
          case GroupCreated created ->
              created.members().contains(person)
                  ? new MembershipChange(
                      created.conversationId(), true, Moment.of(logged), true, created.name())
                  : null;
          case DirectOpened opened ->
              opened.members().contains(person)
                  ? new MembershipChange(
                      opened.conversationId(), true, Moment.of(logged), false, null)
                  : null;
          case Entry entry ->
              change(person, entry.personId(), entry.conversationId(), true, logged);
          case Exit exit -> change(person, exit.personId(), exit.conversationId(), false, logged);
          case RoleChanged _,
              AdmissionEvent _,
              RequestAccepted _,
              GroupProfileEvent _,
              AuthorErased _,
              MessageEvent _ ->
              null;
        }
        : null;
  }

  private static @Nullable MembershipChange change(
      PersonId asked, PersonId who, ConversationId where, boolean joined, LoggedEvent logged) {
    return who.equals(asked)
        ? new MembershipChange(where, joined, Moment.of(logged), true, null)
        : null;
  }
}
