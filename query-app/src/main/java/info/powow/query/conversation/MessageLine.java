package info.powow.query.conversation;

import info.powow.domain.conversation.TextHistory;
import info.powow.projection.conversation.HistoryPage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One line of the history: JSON in our own format, so that parts of it can be found without
/// parsing the whole. A text cannot imitate these parts, because quotation marks within texts are
/// escaped.
record MessageLine(long position, String json, TextHistory textHistory) {
  private static final String MESSAGE = "{\"type\":\"messageSent\"";
  private static final String SENDER = "\"sender\":\"";

  static MessageLine of(HistoryPage page, HistoryPage.Entry entry) {
    return new MessageLine(
        entry.position(),
        new String(entry.json(), StandardCharsets.UTF_8),
        page.textHistory(entry.position()));
  }

  /// The same message with other content.
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

  /// Returns the JSON with the readers added.
  ///
  /// @param people ids, which need no escaping
  String withReaders(List<String> people) {
    String list = people.isEmpty() ? "" : "\"" + String.join("\",\"", people) + "\"";
    return json.substring(0, json.length() - 1) + ",\"readBy\":[" + list + "]}";
  }
}
