package info.powow.domain.conversation;

import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import java.util.HashMap;
import java.util.Map;

/// Collects the text histories of the messages in a range of a conversation. Not thread-safe.
///
/// A change of a message always comes after it. So after adding all events from a position to the
/// end, the histories of all messages from that position on are complete.
public final class TextHistories {
  private final Map<Long, TextHistory> changed = new HashMap<>();

  /// Adds an event. Events must be added in the order of positions.
  public void add(ConversationEvent event, long position) {
    if (event instanceof MessageEdited edited) {
      changed.put(edited.message(), of(edited.message()).editedAt(position));
    } else if (event instanceof MessageDeleted deleted) {
      changed.put(deleted.message(), of(deleted.message()).deletedAt(position));
    }
  }

  /// Adds a history known from elsewhere, such as a view. Added events count as newer.
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

  /// How much of an event a person sees.
  public Disclosure disclosed(ConversationEvent event, long position, Visibility visible) {
    if (event instanceof MessageSent) {
      return of(position).disclosed(position, visible);
    }
    return event instanceof MessageEdited edited
        ? of(edited.message()).disclosed(position, visible)
        : Disclosure.WHOLE;
  }
}
