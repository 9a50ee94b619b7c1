package info.powow.client;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The server refused a command or a request, with one of the codes that its documentation lists
/// (docs/errors.md).
public final class Refused extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;
  private final @Nullable String field;
  private final @Nullable Duration retryAfter;

  /// @param field the field or header that is wrong, where one is
  /// @param retryAfter how long to wait before trying again, where waiting helps
  Refused(String code, String message, @Nullable String field, @Nullable Duration retryAfter) {
    super(code + ": " + message);
    this.code = code;
    this.field = field;
    this.retryAfter = retryAfter;
  }

  /// Reads a refusal as it comes over STOMP.
  static Refused of(JsonNode refusal) {
    return new Refused(
        refusal.path("code").asString("unknown"),
        refusal.path("message").asString(""),
        refusal.has("field") ? refusal.path("field").asString() : null,
        refusal.has("retryAfter") ? Duration.ofSeconds(refusal.path("retryAfter").asLong()) : null);
  }

  public String code() {
    return code;
  }

  public @Nullable String field() {
    return field;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /// Whether the same request may succeed later: the server asked to slow down, or a part of it is
  /// unavailable.
  public boolean isTemporary() {
    return code.equals("too_many_requests")
        || code.equals("server_full")
        || code.equals("sign_in_busy")
        || code.endsWith("_unavailable");
  }
}
