package info.powow.domain.conversation;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.AdmissionEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.Entry;
import info.powow.domain.conversation.ConversationEvent.Exit;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupProfileEvent;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.MessageUnpinned;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who may see what in one conversation: the single rule of visibility.
///
/// A timeline is a fold of the conversation's events. After the events up to a position, it tells
/// what each person could see at that moment. Decisions, views, search, resume and push do not fold
/// a whole conversation for one question. They store the parts that they need ([Visibility],
/// [TextHistory]) and evaluate those. Not thread-safe.
///
/// - A member sees every position from where they joined, or from the beginning if the group shows
///   its history. A person who left sees what they saw before, and nothing since. A person who
///   rejoins sees both periods, and nothing from between, unless the group shows its history.
/// - People see the newest version of a message among the positions that they see. Of edits and
///   reactions to a message that they do not see, they see that these happened, without the text.
/// - A deleted message is a tombstone for everybody, including people who left before.
/// - The words of an author who was erased are gone for everybody: the log cannot open them.
/// - Reactions, pins and pictures are visible to members only.
public final class Timeline {
  private static final Comparator<PersonId> PERSONS = Comparator.comparing(PersonId::value);

  private final Map<PersonId, Person> people = new LinkedHashMap<>();
  private final NavigableMap<Long, Message> messages = new TreeMap<>();
  private final TextHistories textHistories = new TextHistories();
  private final Set<Long> pins = new TreeSet<>();
  private boolean history;
  private long next;

  /// The period during which one person could see a message.
  ///
  /// @param since the position of the event that made it visible: the message itself, or the
  ///     person's joining
  /// @param until the position of its deletion; [PositionRange#OPEN] if it was not deleted
  public record Sighting(PersonId person, long since, long until) {}

  private static final class Person {
    Visibility visible = Visibility.NOTHING;
    final List<Stay> stays = new ArrayList<>(1);
  }

  /// @param since the position of the joining
  /// @param sees the range that it made visible
  private record Stay(long since, PositionRange sees) {}

  private record Message(PersonId sender, Map<String, Set<PersonId>> reactions) {}

  /// Adds the next event, in the order of positions, starting with the first.
  public void add(ConversationEvent event) {
    add(event, next);
  }

  /// Adds the event at a position, leaving others out. What is told about a person is right if
  /// everything but messages and their changes was added in order. What is told about a message is
  /// right if it was added as well, followed by its changes in order.
  public void add(ConversationEvent event, long at) {
    switch (event) {
      case DirectOpened opened -> opened.members().forEach(member -> joined(member, at));
      case GroupCreated created -> {
        created.members().forEach(member -> joined(member, at));
        history = created.history();
      }
      case Entry entry -> joined(entry.personId(), at);
      case Exit exit -> left(exit.personId(), at);
      case MessageSent sent -> messages.put(at, new Message(sent.sender(), new LinkedHashMap<>()));
      case MessageDeleted deleted -> {
        reactionsTo(deleted.message()).clear();
        pins.remove(deleted.message());
      }
      case ReactionAdded added ->
          reactionsTo(added.message())
              .computeIfAbsent(added.emoji(), _ -> new TreeSet<>(PERSONS))
              .add(added.by());
      case ReactionRemoved removed ->
          reactionsTo(removed.message())
              .computeIfPresent(
                  removed.emoji(),
                  (_, by) -> {
                    by.remove(removed.by());
                    return by.isEmpty() ? null : by;
                  });
      case MessagePinned pinned -> pins.add(pinned.message());
      case MessageUnpinned unpinned -> pins.remove(unpinned.message());
      case AdmissionEvent _,
          GroupProfileEvent _,
          RoleChanged _,
          RequestAccepted _,
          AuthorErased _,
          MessageEdited _ -> {}
    }
    textHistories.add(event, at);
    next = Math.max(next, at + 1);
  }

  private void joined(PersonId person, long at) {
    Person known = people.computeIfAbsent(person, _ -> new Person());
    known.visible = known.visible.joined(at, history);
    known.stays.add(new Stay(at, PositionRange.startingAt(history ? 0 : at)));
  }

  private void left(PersonId person, long at) {
    Person known = people.get(person);
    if (known != null && known.visible.isOpen()) {
      known.visible = known.visible.left(at);
      Stay last = known.stays.removeLast();
      known.stays.add(new Stay(last.since(), new PositionRange(last.sees().from(), at)));
    }
  }

  private Map<String, Set<PersonId>> reactionsTo(long message) {
    Message known = messages.get(message);
    return known == null ? new HashMap<>() : known.reactions();
  }

  /// The position of the next event.
  public long next() {
    return next;
  }

  /// Everybody who is or was a member.
  public Set<PersonId> people() {
    return Set.copyOf(people.keySet());
  }

  public Visibility visibleTo(PersonId person) {
    Person known = people.get(person);
    return known == null ? Visibility.NOTHING : known.visible;
  }

  /// The form in which a person sees the message at a position; hidden if there is no message.
  public MessageForm form(PersonId person, long position) {
    return messages.containsKey(position)
        ? textHistories.of(position).shownTo(visibleTo(person))
        : new MessageForm.Hidden();
  }

  /// All messages that a person sees, with their forms.
  public NavigableMap<Long, MessageForm> messagesSeenBy(PersonId person) {
    NavigableMap<Long, MessageForm> seen = new TreeMap<>();
    for (long position : messages.keySet()) {
      if (visibleTo(person).sees(position)) {
        seen.put(position, form(person, position));
      }
    }
    return seen;
  }

  /// How much of the event at a position a person sees now; empty if they may not see that
  /// position.
  public Optional<Disclosure> disclosed(ConversationEvent event, long position, PersonId person) {
    Visibility visible = visibleTo(person);
    return visible.sees(position)
        ? Optional.of(textHistories.disclosed(event, position, visible))
        : Optional.empty();
  }

  /// The reactions to a message that a person sees, by emoji.
  public Map<String, Set<PersonId>> reactionsSeenBy(PersonId person, long message) {
    return visibleTo(person).isOpen() && form(person, message).showsContent()
        ? Map.copyOf(reactionsTo(message))
        : Map.of();
  }

  /// The pinned messages that a person sees.
  public Set<Long> pinsSeenBy(PersonId person) {
    Set<Long> seen = new TreeSet<>();
    if (visibleTo(person).isOpen()) {
      pins.stream().filter(visibleTo(person)::sees).forEach(seen::add);
    }
    return seen;
  }

  /// Whether a person may load the pictures of a message.
  public boolean showsPictures(PersonId person, long message) {
    return visibleTo(person).isOpen() && form(person, message).showsContent();
  }

  /// Everybody who could see a message so far. People who left still see it, in the version of that
  /// time ([#form]).
  public List<Sighting> audience(long message) {
    List<Sighting> audience = new ArrayList<>();
    Message known = messages.get(message);
    if (known == null) {
      return audience;
    }
    TextHistory textHistory = textHistories.of(message);
    long until = textHistory.isDeleted() ? textHistory.deletion() : PositionRange.OPEN;
    people.forEach((id, person) -> {
      for (Stay stay : person.stays) {
        long since = Math.max(message, stay.since());
        if (stay.sees().contains(message) && since < until) {
          audience.add(new Sighting(id, since, until));
          break;
        }
      }
    });
    return audience;
  }
}
