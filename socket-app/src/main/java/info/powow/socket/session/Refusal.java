package info.powow.socket.session;

import info.powow.domain.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What `/user/queue/errors` says of a frame that was refused.
record Refusal(Reason reason, String destination, @Nullable String receipt, @Nullable String key) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  byte[] json() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("code", reason.code());
    fields.put("message", reason.message());
    fields.put("destination", destination);
    if (receipt != null) {
      fields.put("receipt", receipt);
    }
    if (key != null) {
      fields.put("key", key);
    }
    return JSON.writeValueAsBytes(fields);
  }
}
