package info.powow.socket.session;

import info.powow.domain.ConversationId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a client says it has: `{"<conversationId>": <last position seen>, …}`.
final class ResumeHeader {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private ResumeHeader() {}

  /// @throws Rejected with `invalid_request`
  static Map<ConversationId, Long> parse(String header, int maxNamed) {
    JsonNode root;
    try {
      root = JSON.readTree(header);
    } catch (JacksonException _) {
      throw invalid();
    }
    if (!root.isObject() || root.size() > maxNamed) {
      throw invalid();
    }
    Map<ConversationId, Long> named = HashMap.newHashMap(root.size());
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      JsonNode position = entry.getValue();
      // -1: known, and nothing of it seen.
      if (!position.isIntegralNumber()
          || !position.canConvertToLong()
          || position.longValue() < -1) {
        throw invalid();
      }
      named.put(new ConversationId(entry.getKey()), position.longValue());
    }
    return named;
  }

  private static Rejected invalid() {
    return new Rejected(Reason.INVALID_REQUEST);
  }
}
