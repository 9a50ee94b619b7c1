package info.powow.projection.conversation;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.ReactionRemoved;
import info.powow.eventlog.json.DisclosedEvent;
import info.powow.projector.ViewFault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Edits a message in the history: its event in wire form, with these fields added:
///
/// - `edits`: positions of the newest [#EDITS_KEPT] edits, and `editedAt`; `text` and `mentions`
///   are the newest;
/// - `reactions`: `[{emoji, people: [personId]}]`, each in the order in which it arrived;
/// - `withheld: "erased"` if the author was erased; then there are no text and no pictures;
/// - `deletedAt` and `deletedBy`; all content is then removed.
final class HistoryMessageJson {
  static final int EDITS_KEPT = HistoryPage.EDITS_KEPT;

  private static final String WITHHELD = DisclosedEvent.WITHHELD;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final List<String> SAID =
      List.of(
          "text", "images", "pictures", "replyTo", "mentions", "edits", "editedAt", "reactions");

  private HistoryMessageJson() {}

  static byte[] edited(byte[] message, MessageEdited edit, long position) {
    ObjectNode json = read(message);
    if (json.has("deletedAt")) {
      return message;
    }
    if (!json.has(WITHHELD)) {
      json.put("text", edit.text());
    }
    if (edit.mentions() != null) {
      json.remove("mentions");
      if (!edit.mentions().isEmpty()) {
        ArrayNode mentions = json.putArray("mentions");
        edit.mentions().forEach(person -> mentions.add(person.value()));
      }
    }
    ArrayNode edits = json.withArray("edits");
    edits.add(position);
    if (edits.size() > EDITS_KEPT) {
      edits.remove(0);
    }
    json.put("editedAt", time(edit.at()));
    return write(json);
  }

  /// Whether a line is a message of this person. Cheap, for lines of others.
  static boolean isBy(String person, byte[] line) {
    return indexOf(line, ("\"sender\":\"" + person + '"').getBytes(StandardCharsets.US_ASCII)) >= 0
        && read(line).path("sender").asString().equals(person);
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }

  /// A message whose author was erased, as the log gives it from then on.
  static byte[] erased(byte[] message) {
    ObjectNode json = read(message);
    json.remove(List.of("key", "text", "pictures", WITHHELD));
    json.put("key", DisclosedEvent.ERASED).put(WITHHELD, DisclosedEvent.ERASED);
    return write(json);
  }

  /// The ids of the pictures in a message.
  static List<String> images(byte[] message) {
    List<String> images = new ArrayList<>();
    read(message).path("images").forEach(image -> images.add(image.asString()));
    return images;
  }

  static byte[] deleted(byte[] message, MessageDeleted delete) {
    ObjectNode json = read(message);
    if (json.has("deletedAt")) {
      return message;
    }
    json.remove(SAID);
    json.put("deletedAt", time(delete.at())).put("deletedBy", delete.by().value());
    return write(json);
  }

  static byte[] reacted(byte[] message, ReactionAdded add) {
    ObjectNode json = read(message);
    if (json.has("deletedAt")) {
      return message;
    }
    ArrayNode people = null;
    for (JsonNode reaction : json.withArray("reactions")) {
      if (reaction.path("emoji").asString().equals(add.emoji())) {
        people = ((ObjectNode) reaction).withArray("people");
      }
    }
    if (people == null) {
      people = json.withArray("reactions").addObject().put("emoji", add.emoji()).putArray("people");
    }
    if (indexOf(people, add.by().value()) >= 0) {
      return message;
    }
    people.add(add.by().value());
    return write(json);
  }

  static byte[] unreacted(byte[] message, ReactionRemoved remove) {
    ObjectNode json = read(message);
    JsonNode reactions = json.path("reactions");
    for (int i = 0; i < reactions.size(); i++) {
      if (!reactions.get(i).path("emoji").asString().equals(remove.emoji())) {
        continue;
      }
      ArrayNode people = ((ObjectNode) reactions.get(i)).withArray("people");
      int index = indexOf(people, remove.by().value());
      if (index >= 0) {
        people.remove(index);
      }
      if (people.isEmpty()) {
        ((ArrayNode) reactions).remove(i);
      }
      if (reactions.isEmpty()) {
        json.remove("reactions");
      }
      return write(json);
    }
    return message;
  }

  private static int indexOf(ArrayNode people, String person) {
    for (int i = 0; i < people.size(); i++) {
      if (people.get(i).asString().equals(person)) {
        return i;
      }
    }
    return -1;
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }

  private static ObjectNode read(byte[] message) {
    try {
      return (ObjectNode) JSON.readTree(message);
    } catch (JacksonException | ClassCastException e) {
      throw new ViewFault("a line of the history is not a JSON object", e);
    }
  }

  private static byte[] write(ObjectNode json) {
    return JSON.writeValueAsBytes(json);
  }
}
