package info.powow.projection.search;

import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.search.SearchIndex.Versioned;
import info.powow.projector.Projection;
import info.powow.projector.ViewFault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Maintains the documents of messages.
final class MessageSink implements Projection.Sink {
  private static final String SENT = MessageSent.class.getSimpleName();
  private static final String EDITED = MessageEdited.class.getSimpleName();
  private static final Set<String> TYPES =
      Set.of(
          SENT, EDITED, MessageDeleted.class.getSimpleName(), AuthorErased.class.getSimpleName());

  private static final int ERASED_AT_ONCE = 1_000;

  private final SearchIndex<MessageDocument> index;
  private final Map<String, Versioned<MessageDocument>> pending = new LinkedHashMap<>();
  private final Map<AuthorErased, Long> erased = new LinkedHashMap<>();
  private Map<String, Versioned<MessageDocument>> stored = new HashMap<>();

  MessageSink(SearchIndex<MessageDocument> index) {
    this.index = index;
  }

  /// Only an edit needs the earlier document, for the time when the message was sent.
  @Override
  public void load(List<LoggedEvent> events) {
    Set<String> sent = new HashSet<>();
    Set<String> needed = new HashSet<>();
    for (LoggedEvent logged : events) {
      if (logged.type().equals(SENT)) {
        sent.add(MessageDocument.id(logged.stream(), logged.sequence()));
      } else if (logged.type().equals(EDITED) && readable(logged) instanceof MessageEdited edit) {
        String id = MessageDocument.id(logged.stream(), edit.message());
        if (!sent.contains(id) && !pending.containsKey(id)) {
          needed.add(id);
        }
      }
    }
    stored = index.read(needed);
  }

  /// The event, or null if it cannot be decoded: [#apply] reports that for the single event.
  private static @Nullable Object readable(LoggedEvent logged) {
    try {
      return logged.event();
    } catch (RuntimeException unreadable) {
      return null;
    }
  }

  @Override
  public void apply(LoggedEvent logged) {
    if (!TYPES.contains(logged.type())) {
      return;
    }
    long version = logged.sequence();
    switch (logged.event()) {
      case MessageSent sent -> put(MessageDocument.of(sent, version, logged.index()), version);
      case MessageEdited edit -> edit(edit, version);
      case MessageDeleted deletion ->
          put(MessageDocument.deleted(logged.stream(), deletion.message()), version);
      case AuthorErased gone -> erased.put(gone, version);
      default -> throw new ViewFault("The type of an event does not match its name");
    }
  }

  private void edit(MessageEdited edit, long version) {
    String id = MessageDocument.id(edit.conversationId().value(), edit.message());
    Versioned<MessageDocument> before = pending.containsKey(id) ? pending.get(id) : stored.get(id);
    if (before == null) {
      throw new ViewFault("The edited message is not in the index");
    }
    if (before.version() < version && !before.document().isDeleted()) {
      put(before.document().saying(edit.text()), version);
    }
  }

  private void put(MessageDocument document, long version) {
    String id = MessageDocument.id(document.conversationId(), document.position());
    Versioned<MessageDocument> next = new Versioned<>(id, document, version);
    pending.merge(
        next.id(), next, (old, replacement) -> old.version() > version ? old : replacement);
  }

  @Override
  public int pending() {
    return pending.size() + erased.size();
  }

  @Override
  public void flush() {
    index.write(pending.values());
    pending.clear();
    erased.forEach(this::erase);
    erased.clear();
  }

  /// Empties the documents of an erased author in one conversation, until there are none.
  private void erase(AuthorErased gone, long version) {
    String conversation = gone.conversationId().value();
    List<MessageDocument> some;
    do {
      some =
          index.find(
              Map.of("conversationId", conversation, "sender", gone.personId().value()),
              ERASED_AT_ONCE);
      index.write(
          some.stream()
              .map(document ->
                  new Versioned<>(
                      MessageDocument.id(conversation, document.position()),
                      MessageDocument.deleted(conversation, document.position()),
                      version))
              .toList());
    } while (some.size() == ERASED_AT_ONCE);
  }
}
