package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.PositionRange;
import info.powow.domain.conversation.TextHistory;
import info.powow.projection.conversation.ConversationView;
import info.powow.projection.conversation.ConversationViews;
import info.powow.projection.conversation.HistoryPage;
import info.powow.projection.conversation.InboxView;
import info.powow.projection.conversation.MembersView;
import info.powow.projection.conversation.ReadView;
import info.powow.query.ViewStoreBreaker;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the views of conversations.
final class ConversationReader implements VisibleConversations, VisibleMessages {
  private final ConversationViews views;
  private final ViewStoreBreaker guard;

  ConversationReader(ConversationViews views, ViewStoreBreaker guard) {
    this.views = views;
    this.guard = guard;
  }

  InboxView inbox(String person) {
    return inboxes(List.of(person)).getOrDefault(person, InboxView.empty(person));
  }

  Map<String, InboxView> inboxes(Collection<String> people) {
    return guard.ask(() -> views.inboxes().find(people));
  }

  /// A person's relation to a conversation.
  ///
  /// @throws Rejected `conversation_not_found` if there is none
  InboxView.Entry require(String person, String conversation) {
    Map<String, InboxView> found =
        guard.ask(
            () -> views.inboxes().find(List.of(person), List.of(InboxView.fieldOf(conversation))));
    InboxView inbox = found.getOrDefault(person, InboxView.empty(person));
    InboxView.Entry entry = inbox.conversations().get(conversation);
    if (entry == null) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    return entry;
  }

  /// Like [#require], for current members only.
  InboxView.Entry requireMember(String person, String conversation) {
    InboxView.Entry entry = require(person, conversation);
    if (!entry.isMember()) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    return entry;
  }

  ConversationView conversation(String id) {
    ConversationView view = conversations(List.of(id)).get(id);
    if (view == null) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    return view;
  }

  Map<String, ConversationView> conversations(Collection<String> ids) {
    return guard.ask(() -> views.conversations().find(ids));
  }

  /// Reads only these fields; the others have default values.
  Map<String, ConversationView> conversations(Collection<String> ids, List<String> fields) {
    return guard.ask(() -> views.conversations().find(ids, fields));
  }

  MembersView members(String conversation) {
    MembersView found = guard.ask(() -> views.members().find(conversation));
    if (found == null) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    return found;
  }

  Collection<MembersView> members(Collection<String> conversations) {
    return guard.ask(() -> views.members().find(conversations)).values();
  }

  /// A person's read marker in each conversation; -1 if there is none.
  Map<String, Long> readBy(String person, Collection<String> conversations) {
    Map<String, String> ids = new HashMap<>();
    conversations.forEach(id -> ids.put(ReadView.idOf(id, person), id));
    Map<String, ReadView> found = guard.ask(() -> views.reads().find(ids.keySet()));
    Map<String, Long> read = new HashMap<>();
    ids.forEach((id, conversation) -> read.put(conversation, upTo(found, id)));
    return read;
  }

  /// The read markers of these people in a conversation, in order; without people who have read
  /// nothing.
  Map<String, Long> readers(String conversation, Collection<String> people) {
    Map<String, String> ids = new LinkedHashMap<>();
    people.forEach(person -> ids.put(ReadView.idOf(conversation, person), person));
    Map<String, ReadView> found = guard.ask(() -> views.reads().find(ids.keySet()));
    Map<String, Long> read = new LinkedHashMap<>();
    ids.forEach((id, person) -> {
      if (found.containsKey(id)) {
        read.put(person, upTo(found, id));
      }
    });
    return read;
  }

  private static long upTo(Map<String, ReadView> found, String id) {
    ReadView read = found.get(id);
    return read == null ? -1 : read.upTo();
  }

  /// The existing pages, in the given order.
  List<HistoryPage> pages(String conversation, List<Long> numbers) {
    List<String> ids =
        numbers.stream().map(number -> HistoryPage.idOf(conversation, number)).toList();
    Map<String, HistoryPage> found = guard.ask(() -> views.history().find(ids));
    return ids.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  /// The position of the newest event in the views; -1 if there is none.
  long position(String conversation) {
    ConversationView view =
        conversations(List.of(conversation), List.of("position")).get(conversation);
    return view == null ? -1 : view.position();
  }

  /// The text histories of messages that were edited or deleted.
  List<TextHistory> textHistories(String conversation, Collection<Long> messages) {
    Set<String> pages =
        messages.stream()
            .map(message -> HistoryPage.idOf(conversation, HistoryPage.numberOf(message)))
            .collect(Collectors.toSet());
    return guard.ask(() -> views.history().find(pages, HistoryPage.WORDINGS)).values().stream()
        .flatMap(page -> page.textHistories().stream())
        .toList();
  }

  @Override
  public boolean maySeeAny(PersonId person, Map<String, List<Long>> messages) {
    Map<String, InboxView.Entry> entries = entries(person, messages.keySet());
    return messages.entrySet().stream()
        .anyMatch(carrying -> {
          InboxView.Entry entry = entries.get(carrying.getKey());
          return entry != null
              && entry.isMember()
              && carrying.getValue().stream().anyMatch(entry::maySee);
        });
  }

  @Override
  public boolean isMemberOfAny(PersonId person, Collection<String> conversations) {
    return entries(person, conversations).values().stream().anyMatch(InboxView.Entry::isMember);
  }

  /// A person's relations to these conversations only.
  private Map<String, InboxView.Entry> entries(PersonId person, Collection<String> conversations) {
    if (conversations.isEmpty()) {
      return Map.of();
    }
    List<String> fields = conversations.stream().map(InboxView::fieldOf).toList();
    return guard
        .ask(() -> views.inboxes().find(List.of(person.value()), fields))
        .getOrDefault(person.value(), InboxView.empty(person.value()))
        .conversations();
  }

  @Override
  public Map<ConversationId, List<PositionRange>> of(PersonId person) {
    Map<ConversationId, List<PositionRange>> visible = new LinkedHashMap<>();
    inbox(person.value())
        .conversations()
        .forEach((id, entry) -> {
          if (entry.isMember() && entry.showsInInbox()) {
            visible.put(new ConversationId(id), entry.ranges());
          }
        });
    return visible;
  }
}
