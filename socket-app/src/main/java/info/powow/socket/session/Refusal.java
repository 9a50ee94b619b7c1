package info.powow.socket.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.Reason;
import info.powow.eventlog.json.EventJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What `/user/queue/errors` says of a frame that was refused. The component names are the names on
/// the wire.
///
/// @param destination to which the frame was sent
/// @param receipt the header of the frame, if it had one
/// @param key of the frame's body, if it could be made out
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Refusal(
    Reason code,
    String message,
    String destination,
    @Nullable String receipt,
    @Nullable String key) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enumNamingStrategy(EventJson.enumNames()).build();

  static Refusal of(
      Reason reason, String destination, @Nullable String receipt, @Nullable String key) {
    return new Refusal(reason, reason.message(), destination, receipt, key);
  }

  byte[] json() {
    return JSON.writeValueAsBytes(this);
  }
}
