package info.powow.socket.session;

import info.powow.domain.ConversationId;
import info.powow.domain.Rejected;
import info.powow.http.json.StrictJson;
import java.util.HashMap;
import java.util.Map;

/// Parses the positions that a client has: `{"<conversationId>": <last position seen>, …}`.
final class ResumeHeader {
  private static final String HEADER = "resume";

  /// The conversation is known, but none of its events.
  private static final long NOTHING_SEEN = -1;

  private ResumeHeader() {}

  /// @throws Rejected with `invalid_request` or `invalid_id`
  static Map<ConversationId, Long> parse(String header, int maxNamed) {
    Map<String, Long> positions = StrictJson.positions(header, HEADER, NOTHING_SEEN, maxNamed);
    Map<ConversationId, Long> named = HashMap.newHashMap(positions.size());
    positions.forEach((name, position) -> named.put(new ConversationId(name), position));
    return named;
  }
}
