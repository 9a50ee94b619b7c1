package info.powow.query.conversation;

import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.projection.EventSource;
import info.powow.projection.LoggedEvent;
import info.powow.projection.conversation.InboxView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Shows messages to who has left a conversation: as they were then, and not as they became since.
///
/// The history has messages as they are now. If one was edited after somebody left, what it said
/// before is taken from the log. Reactions are not shown at all. That a message was deleted is
/// shown, but not by whom.
final class MessagesAsLeft {
  private final EventSource log;
  private final JsonMapper json;

  MessagesAsLeft(EventSource log, JsonMapper json) {
    this.log = log;
    this.json = json;
  }

  String show(String conversation, MessageLine line, InboxView.Entry entry) {
    ObjectNode message = (ObjectNode) json.readTree(line.json());
    message.remove(List.of("reactions", "deletedBy"));
    JsonNode edits = message.path("edits");
    long newest = -1;
    boolean editedSince = false;
    for (JsonNode edit : edits) {
      if (entry.maySee(edit.asLong())) {
        newest = edit.asLong();
      } else {
        editedSince = true;
      }
    }
    if (editedSince) {
      message.remove(List.of("edits", "editedAt", "text"));
      String text = textAt(conversation, newest < 0 ? line.position() : newest);
      if (text != null) {
        message.put("text", text);
      }
    }
    return json.writeValueAsString(message);
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
