package info.powow.notify.delivery;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.notification.Recipients;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads messages from the log.
final class LoggedMessage {
  private LoggedMessage() {}

  static @Nullable MessageSent sent(EventSource log, ConversationId in, long position) {
    return event(log, in, position) instanceof MessageSent sent ? sent : null;
  }

  private static @Nullable Object event(EventSource log, ConversationId in, long position) {
    List<LoggedEvent> found = log.read(in.value(), position, 1);
    return found.isEmpty() || found.getFirst().sequence() != position
        ? null
        : found.getFirst().event();
  }

  static @Nullable PersonId repliedTo(EventSource log, MessageSent sent) {
    if (sent.replyTo() == null) {
      return null;
    }
    MessageSent first = sent(log, sent.conversationId(), sent.replyTo());
    return first == null ? null : first.sender();
  }

  /// The text of a message after all of its edits.
  static @Nullable String text(EventSource log, MessageSent sent, Recipients about) {
    if (about.edits().isEmpty()) {
      return sent.text();
    }
    return event(log, sent.conversationId(), about.edits().getLast()) instanceof MessageEdited edit
        ? edit.text()
        : sent.text();
  }

  /// The people whom an edit mentions and no earlier version did.
  ///
  /// @param at position of the edit
  static Set<PersonId> newlyMentioned(
      EventSource log, MessageSent sent, MessageEdited edit, long at, Recipients about) {
    if (edit.mentions() == null) {
      return Set.of();
    }
    Set<PersonId> before = new HashSet<>(sent.mentions());
    for (long earlier : about.edits()) {
      if (earlier < at
          && event(log, sent.conversationId(), earlier) instanceof MessageEdited other
          && other.mentions() != null) {
        before.addAll(other.mentions());
      }
    }
    Set<PersonId> newly = new HashSet<>(edit.mentions());
    newly.removeAll(before);
    return newly;
  }
}
