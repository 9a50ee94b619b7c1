package info.powow.query;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;

/// JSON that is written to the answer unchanged.
public record RawJson(@JsonValue @JsonRawValue String json) {
  public static RawJson of(byte[] utf8) {
    return new RawJson(new String(utf8, StandardCharsets.UTF_8));
  }
}
