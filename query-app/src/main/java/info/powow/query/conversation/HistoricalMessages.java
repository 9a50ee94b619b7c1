package info.powow.query.conversation;

import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.MessageForm;
import info.powow.domain.conversation.Visibility;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reconstructs messages for people who left, as they were then, and for people who rejoined, as
/// they were during their earlier periods.
///
/// The history contains messages in their current state. If a message was edited while a person was
/// away, the version that they saw is read from the log. Reactions, and the person who deleted a
/// message, are visible to members only.
final class HistoricalMessages {
  private final EventSource log;
  private final JsonMapper json;

  HistoricalMessages(EventSource log, JsonMapper json) {
    this.log = log;
    this.json = json;
  }

  MessageLine show(String conversation, MessageLine line, Visibility visible) {
    MessageForm form = line.textHistory().shownTo(visible);
    boolean asNow =
        switch (form) {
          case MessageForm.AsEdited edited -> edited.edit() == line.textHistory().edits().getLast();
          case MessageForm.AsSent _ -> line.textHistory().edits().isEmpty();
          case MessageForm.Tombstone _ -> true;
          case MessageForm.WithoutText _, MessageForm.Hidden _ -> false;
        };
    if (asNow && visible.isOpen()) {
      return line;
    }
    ObjectNode message = (ObjectNode) json.readTree(line.json());
    if (!visible.isOpen()) {
      message.remove(List.of("reactions", "deletedBy"));
    }
    if (!asNow) {
      // Mentions of an older version are omitted, because not every edit contains them.
      message.remove(List.of("edits", "editedAt", "text", "mentions"));
      switch (form) {
        case MessageForm.AsSent _ -> put(message, textAt(conversation, line.position()));
        case MessageForm.AsEdited edited -> {
          put(message, textAt(conversation, edited.edit()));
          ArrayNode edits = message.putArray("edits");
          line.textHistory().edits().stream().filter(visible::sees).forEach(edits::add);
        }
        case MessageForm.WithoutText _, MessageForm.Hidden _, MessageForm.Tombstone _ -> {}
      }
    }
    return line.saying(json.writeValueAsString(message));
  }

  private static void put(ObjectNode message, @Nullable String text) {
    if (text != null) {
      message.put("text", text);
    }
  }

  private @Nullable String textAt(String conversation, long position) {
    for (LoggedEvent event : log.read(conversation, position, 1)) {
      return switch (event.event()) {
        case MessageSent sent -> sent.text();
        case MessageEdited edited -> edited.text();
        default -> null;
      };
    }
    return null;
  }
}
