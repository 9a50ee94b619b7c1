package info.powow.eventlog.json;

import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.Disclosure;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Removes content from events in wire form that are read later ([Disclosure]). The position stays,
/// the content is left out, and `withheld` says why.
public final class DisclosedEvent {
  /// The field with the reason why content is left out.
  public static final String WITHHELD = "withheld";

  /// Its value if the personal data of the event's owner was erased.
  public static final String ERASED = "erased";

  /// Its value for auditors if the owner was erased and a legal hold keeps the content for their case.
  /// Nobody else sees it.
  public static final String HELD = "held";

  /// Its possible values on the wire of the chat.
  public static final List<String> REASONS =
      Stream.concat(
              Stream.of(Disclosure.values())
                  .filter(disclosure -> disclosure != Disclosure.WHOLE)
                  .map(DisclosedEvent::nameOf),
              Stream.of(DisclosedEvent.ERASED))
          .toList();

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final List<String> SAID =
      List.of("text", "images", "pictures", "replyTo", "mentions");
  private static final List<String> TEXT = List.of("text");
  private static final List<String> EDIT = List.of("text", "mentions");

  private DisclosedEvent() {}

  /// Whether content of this event type may be withheld.
  public static boolean isWithheldAtTimes(Class<?> event) {
    return event == MessageSent.class || event == MessageEdited.class;
  }

  /// @param wire the complete event ([WireEvent])
  public static byte[] of(byte[] wire, Disclosure disclosure) {
    return switch (disclosure) {
      case WHOLE -> wire;
      case DELETED -> without(wire, SAID, disclosure);
      case EDITED -> without(wire, TEXT, disclosure);
      case HIDDEN -> without(wire, EDIT, disclosure);
    };
  }

  private static String nameOf(Disclosure disclosure) {
    return disclosure.name().toLowerCase(Locale.ROOT);
  }

  private static byte[] without(byte[] wire, List<String> fields, Disclosure disclosure) {
    ObjectNode event = (ObjectNode) JSON.readTree(wire);
    event.remove(fields);
    if (!event.has(WITHHELD)) {
      event.put(WITHHELD, nameOf(disclosure));
    }
    return JSON.writeValueAsBytes(event);
  }
}
