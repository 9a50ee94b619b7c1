package info.powow.domain.conversation;

import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import java.util.HashMap;
import java.util.Map;

/// What became of the messages of a stretch of a conversation. For one thread.
///
/// Everything that changes a message comes after it. So whoever has added all events from some
/// position to the end knows all about the messages from that position on.
public final class TextHistories {
  private final Map<Long, TextHistory> changed = new HashMap<>();

  /// Adds an event; in the order of positions.
  public void add(ConversationEvent event, long position) {
    if (event instanceof MessageEdited edited) {
      changed.put(edited.message(), of(edited.message()).editedAt(position));
    } else if (event instanceof MessageDeleted deleted) {
      changed.put(deleted.message(), of(deleted.message()).deletedAt(position));
    }
  }

  /// Adds what is known from elsewhere, such as a view. What was added as events counts as newer.
  public void add(TextHistory known) {
    changed.merge(known.message(), known, TextHistories::joined);
  }

  private static TextHistory joined(TextHistory newer, TextHistory older) {
    TextHistory joined = older;
    for (long edit : newer.edits()) {
      if (older.edits().isEmpty() || older.edits().getLast() < edit) {
        joined = joined.editedAt(edit);
      }
    }
    return newer.isDeleted() ? joined.deletedAt(newer.deletion()) : joined;
  }

  public TextHistory of(long message) {
    TextHistory known = changed.get(message);
    return known == null ? TextHistory.asSent(message) : known;
  }

  /// How much an event shows somebody.
  public Disclosure disclosed(ConversationEvent event, long position, Visibility visible) {
    if (event instanceof MessageSent) {
      return of(position).disclosed(position, visible);
    }
    return event instanceof MessageEdited edited
        ? of(edited.message()).disclosed(position, visible)
        : Disclosure.WHOLE;
  }
}
