package info.powow.query.conversation;

import info.powow.domain.conversation.TextHistory;
import info.powow.projection.conversation.HistoryPage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One line of the history: JSON of our own writing, so that what is needed of it can be found
/// without reading it as a whole. No text in it can look like these parts, because a quotation mark
/// within a text is escaped.
record MessageLine(long position, String json, TextHistory textHistory) {
  private static final String MESSAGE = "{\"type\":\"messageSent\"";
  private static final String SENDER = "\"sender\":\"";

  static MessageLine of(HistoryPage page, HistoryPage.Entry entry) {
    return new MessageLine(
        entry.position(),
        new String(entry.json(), StandardCharsets.UTF_8),
        page.textHistory(entry.position()));
  }

  /// The same message, as somebody else is shown it.
  MessageLine saying(String otherJson) {
    return new MessageLine(position, otherJson, textHistory);
  }

  boolean isMessage() {
    return json.startsWith(MESSAGE);
  }

  String sender() {
    int start = json.indexOf(SENDER) + SENDER.length();
    return json.substring(start, json.indexOf('"', start));
  }

  /// With a field more.
  ///
  /// @param people ids, which need no escaping
  String withReaders(List<String> people) {
    String list = people.isEmpty() ? "" : "\"" + String.join("\",\"", people) + "\"";
    return json.substring(0, json.length() - 1) + ",\"readBy\":[" + list + "]}";
  }
}
