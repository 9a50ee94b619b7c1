package info.powow.socket.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.FieldError;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.json.EventJson;
import info.powow.http.Problems;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The message on `/user/queue/errors` about a refused frame. The component names are the names on
/// the wire.
///
/// @param destination the destination of the frame
/// @param receipt the header of the frame, if present
/// @param key the key in the frame's body, if it could be extracted
/// @param field the invalid field or header, if known
/// @param expected a description of valid values
/// @param received the kind of value received
/// @param retryAfter the seconds to wait before a retry, if waiting helps
/// @param trace the id by which operators find this refusal, if it was kept for them
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
    @Nullable Long retryAfter,
    @Nullable String trace) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enumNamingStrategy(EventJson.enumNames()).build();

  static Refusal of(
      Rejected refused, String destination, @Nullable String receipt, @Nullable String key) {
    return of(refused, destination, receipt, key, null);
  }

  static Refusal of(
      Rejected refused,
      String destination,
      @Nullable String receipt,
      @Nullable String key,
      @Nullable String trace) {
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
        Problems.retryAfterSeconds(refused),
        trace);
  }

  byte[] json() {
    return JSON.writeValueAsBytes(this);
  }
}
