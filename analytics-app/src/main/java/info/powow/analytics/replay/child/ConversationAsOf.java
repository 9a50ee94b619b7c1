package info.powow.analytics.replay.child;

import info.powow.analytics.replay.child.ReplayState.Kind;
import info.powow.analytics.replay.child.ReplayState.ReplayConversation;
import info.powow.analytics.replay.child.ReplayState.ReplayInboxEntry;
import info.powow.analytics.replay.child.ReplayState.ReplayLastMessage;
import info.powow.analytics.replay.child.ReplayState.ReplayMember;
import info.powow.analytics.replay.child.ReplayState.ReplayMessage;
import info.powow.analytics.replay.child.ReplayState.ReplayMessages;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.Entry;
import info.powow.domain.conversation.ConversationEvent.Exit;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupRenamed;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.MessageUnpinned;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.conversation.MessageForm;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.conversation.Role;
import info.powow.domain.conversation.Standing;
import info.powow.domain.conversation.TextHistories;
import info.powow.domain.conversation.TextHistory;
import info.powow.domain.conversation.Timeline;
import info.powow.domain.conversation.Visibility;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A conversation as it was at an index of the log: a fold of its events. [Timeline] decides who
/// saw what.
final class ConversationAsOf {
  private static final int CHUNK = 256;
  private static final int MOST_MEMBERS = 500;

  /// Like the views of the running server: only this many of the newest messages are counted as
  /// read or unread.
  private static final int COUNTED_MESSAGES = 256;

  private static final int MOST_UNREAD = 100;

  private final ConversationId id;
  private final long index;
  private final EventReader events;
  private final Timeline timeline = new Timeline();
  private final TextHistories texts = new TextHistories();
  private final Map<PersonId, ReplayMember> members = new LinkedHashMap<>();
  private final Set<PersonId> agreed = new HashSet<>();
  private final Set<Long> messages = new HashSet<>();
  private final Set<Long> pinned = new LinkedHashSet<>();
  private final Deque<Counted> newest = new ArrayDeque<>();
  private long forgotten = -1;
  private @Nullable PersonId opener;
  private List<PersonId> both = List.of();
  private Kind kind = Kind.GROUP;
  private @Nullable String name;
  private boolean open;
  private boolean history;
  private Instant createdAt = Instant.EPOCH;
  private Instant activityAt = Instant.EPOCH;
  private long last = -1;

  private record Counted(long position, PersonId sender) {}

  private ConversationAsOf(ConversationId id, long index, EventReader events) {
    this.id = id;
    this.index = index;
    this.events = events;
  }

  /// Null if there was no such conversation at that index.
  static @Nullable ConversationAsOf read(ConversationId id, long index, EventReader events) {
    ConversationAsOf conversation = new ConversationAsOf(id, index, events);
    long next = 0;
    List<EventReader.Read> chunk;
    do {
      chunk = events.stream(id.value(), next, CHUNK);
      for (EventReader.Read read : chunk) {
        if (read.index() > index || !(read.event() instanceof ConversationEvent event)) {
          return conversation.isOpened();
        }
        conversation.add(event);
      }
      next += chunk.size();
    } while (chunk.size() == CHUNK);
    return conversation.isOpened();
  }

  private @Nullable ConversationAsOf isOpened() {
    return timeline.next() == 0 ? null : this;
  }

  private void add(ConversationEvent event) {
    long position = timeline.next();
    timeline.add(event);
    texts.add(event, position);
    switch (event) {
      case DirectOpened opened -> {
        kind = Kind.DIRECT;
        both = opened.members();
        opener = both.getFirst();
        began(opened.members(), null, opened.at());
      }
      case GroupCreated created -> {
        name = created.name();
        open = created.open();
        history = created.history();
        began(created.members(), created.by(), created.at());
      }
      case Entry entry -> {
        // A member who joins again moves to the end.
        members.remove(entry.personId());
        members.put(
            entry.personId(),
            new ReplayMember(entry.personId(), Role.MEMBER, position, entry.at()));
      }
      case Exit exit -> members.remove(exit.personId());
      case RoleChanged changed ->
          members.computeIfPresent(
              changed.personId(),
              (_, before) ->
                  new ReplayMember(
                      before.personId(), changed.role(), before.joined(), before.joinedAt()));
      case GroupRenamed renamed -> name = renamed.name();
      case RequestAccepted accepted -> agreed.add(accepted.personId());
      case MessageSent sent -> {
        agreed.add(sent.sender());
        messages.add(position);
        last = position;
        activityAt = sent.at();
        newest.addLast(new Counted(position, sent.sender()));
        if (newest.size() > COUNTED_MESSAGES) {
          forgotten = newest.removeFirst().position();
        }
      }
      case MessageDeleted deleted -> {
        messages.remove(deleted.message());
        pinned.remove(deleted.message());
        newest.removeIf(counted -> counted.position() == deleted.message());
      }
      case MessagePinned pin -> pinned.add(pin.message());
      case MessageUnpinned pin -> pinned.remove(pin.message());
      case ConversationEvent.AdmissionEvent _,
          ConversationEvent.AuthorErased _,
          ConversationEvent.GroupAvatarChanged _,
          ConversationEvent.GroupPlaceChanged _,
          MessageEdited _,
          ConversationEvent.ReactionChange _ -> {}
    }
  }

  private void began(List<PersonId> people, @Nullable PersonId owner, Instant at) {
    createdAt = at;
    activityAt = at;
    for (PersonId person : people) {
      members.put(
          person, new ReplayMember(person, person.equals(owner) ? Role.OWNER : Role.MEMBER, 0, at));
    }
  }

  ReplayConversation conversation() {
    return new ReplayConversation(
        id,
        index,
        kind,
        events.revealed(name),
        open,
        history,
        createdAt,
        members.size(),
        members.values().stream().limit(MOST_MEMBERS).toList(),
        timeline.next() - 1,
        messages.size(),
        List.copyOf(pinned),
        activityAt);
  }

  /// The newest messages before a position, oldest first.
  ReplayMessages messages(PersonId person, long before, int limit) {
    List<ReplayMessage> shown = new ArrayList<>();
    Set<Long> pins = timeline.pinsSeenBy(person);
    Map<Long, MessageForm> seen =
        timeline.messagesSeenBy(person).headMap(before, false).descendingMap();
    Long next = null;
    for (Map.Entry<Long, MessageForm> each : seen.entrySet()) {
      if (shown.size() == limit) {
        next = shown.getLast().position();
        break;
      }
      shown.add(message(person, each.getKey(), each.getValue(), pins));
    }
    return new ReplayMessages(
        id, person, index, timeline.visibleTo(person).isOpen(), shown.reversed(), next);
  }

  private ReplayMessage message(PersonId person, long position, MessageForm form, Set<Long> pins) {
    EventReader.Read read = events.at(id.value(), position);
    if (!(read.event() instanceof MessageSent sent)) {
      throw new IllegalStateException("a message is at " + position);
    }
    Visibility visible = timeline.visibleTo(person);
    boolean member = visible.isOpen();
    TextHistory textHistory = texts.of(position);
    return switch (form) {
      case MessageForm.AsSent _ -> said(person, position, sent, read, sent.text(), pins);
      case MessageForm.AsEdited edited -> {
        EventReader.Read change = events.at(id.value(), edited.edit());
        yield said(
            person,
            position,
            sent,
            change,
            change.event() instanceof MessageEdited edit ? edit.text() : null,
            pins);
      }
      case MessageForm.Tombstone tombstone -> {
        EventReader.Read change = events.at(id.value(), tombstone.deletion());
        MessageDeleted deleted = change.event() instanceof MessageDeleted found ? found : null;
        List<Long> edits = textHistory.edits().stream().filter(visible::sees).toList();
        yield new ReplayMessage(
            position,
            sent.sender(),
            sent.at(),
            null,
            null,
            null,
            edits.isEmpty() ? null : edits,
            null,
            false,
            deleted == null ? null : deleted.at(),
            member && deleted != null ? deleted.by() : null,
            null);
      }
      case MessageForm.WithoutText _, MessageForm.Hidden _ ->
          throw new IllegalStateException("a message that is seen has a known version");
    };
  }

  private ReplayMessage said(
      PersonId person,
      long position,
      MessageSent sent,
      EventReader.Read version,
      @Nullable String text,
      Set<Long> pins) {
    Map<String, List<PersonId>> reactions = new TreeMap<>();
    timeline
        .reactionsSeenBy(person, position)
        .forEach((emoji, by) ->
            reactions.put(
                emoji, by.stream().sorted(Comparator.comparing(PersonId::value)).toList()));
    List<Long> edits =
        texts.of(position).edits().stream().filter(timeline.visibleTo(person)::sees).toList();
    return new ReplayMessage(
        position,
        sent.sender(),
        sent.at(),
        version.withheld() == null ? text : null,
        sent.images().isEmpty() ? null : sent.images(),
        sent.replyTo(),
        edits.isEmpty() ? null : edits,
        reactions.isEmpty() ? null : reactions,
        pins.contains(position),
        null,
        null,
        version.withheld());
  }

  /// The inbox entry; null if the person's inbox did not show the conversation.
  @Nullable ReplayInboxEntry inboxEntry(PersonId person) {
    ReplayMember member = members.get(person);
    if (member == null || !isShown(person)) {
      return null;
    }
    long readUpTo = readUpTo(person);
    long after = Math.max(readUpTo, member.joined() - 1);
    long unread =
        newest.stream()
            .filter(each -> each.position() > after && !each.sender().equals(person))
            .count();
    return new ReplayInboxEntry(
        id,
        kind,
        kind == Kind.GROUP ? events.revealed(name) : null,
        both.stream().filter(each -> !each.equals(person)).findFirst().orElse(null),
        member.role(),
        members.size(),
        timeline.next() - 1,
        lastMessage(person),
        activityAt,
        (int) Math.min(unread, MOST_UNREAD),
        unread > MOST_UNREAD || after < forgotten,
        readUpTo);
  }

  private boolean isShown(PersonId person) {
    if (kind == Kind.GROUP) {
      return true;
    }
    boolean theirs = agreed.stream().anyMatch(other -> !other.equals(person));
    return switch (Standing.of(agreed.contains(person), theirs, person.equals(opener))) {
      case HIDDEN, REQUEST -> false;
      case OPENED, OUTGOING, MUTUAL -> true;
    };
  }

  private long readUpTo(PersonId person) {
    String stream = id.value() + "~" + person.value();
    long upTo = -1;
    long next = 0;
    List<EventReader.Read> chunk;
    do {
      chunk = events.stream(stream, next, CHUNK);
      for (EventReader.Read read : chunk) {
        if (read.index() > index) {
          return upTo;
        }
        if (read.event() instanceof ReadEvent.Read marker) {
          upTo = Math.max(upTo, marker.upTo());
        }
      }
      next += chunk.size();
    } while (chunk.size() == CHUNK);
    return upTo;
  }

  private @Nullable ReplayLastMessage lastMessage(PersonId person) {
    Visibility visible = timeline.visibleTo(person);
    if (last < 0 || !visible.sees(last)) {
      return null;
    }
    ReplayMessage message = message(person, last, timeline.form(person, last), Set.of());
    return new ReplayLastMessage(
        last,
        message.sender(),
        message.text(),
        message.at(),
        message.edits() != null,
        message.deletedAt() != null);
  }
}
