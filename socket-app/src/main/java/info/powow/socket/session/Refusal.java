package info.powow.socket.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.FieldError;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.json.EventJson;
import info.powow.http.Problems;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What `/user/queue/errors` says of a frame that was refused. The component names are the names on
/// the wire.
///
/// @param destination to which the frame was sent
/// @param receipt the header of the frame, if it had one
/// @param key of the frame's body, if it could be made out
/// @param field which field or header is wrong, if it is known
/// @param expected what belongs there
/// @param received the kind of what came
/// @param retryAfter after how many seconds to try again, where waiting helps
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Refusal(
    Reason code,
    String message,
    String destination,
    @Nullable String receipt,
    @Nullable String key,
    @Nullable String field,
    @Nullable String expected,
    @Nullable String received,
    @Nullable Long retryAfter) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enumNamingStrategy(EventJson.enumNames()).build();

  static Refusal of(
      Rejected refused, String destination, @Nullable String receipt, @Nullable String key) {
    FieldError error = refused.error();
    return new Refusal(
        refused.reason(),
        refused.detail(),
        destination,
        receipt,
        key,
        error == null ? null : error.field(),
        error == null ? null : error.expected(),
        error == null ? null : error.received(),
        Problems.retryAfterSeconds(refused));
  }

  byte[] json() {
    return JSON.writeValueAsBytes(this);
  }
}
