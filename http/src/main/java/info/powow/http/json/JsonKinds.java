package info.powow.http.json;

import info.powow.domain.Rejected;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The names of the kinds of JSON values.
final class JsonKinds {
  private JsonKinds() {}

  static String of(@Nullable JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> "string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
      case VALUE_TRUE, VALUE_FALSE -> "boolean";
      case VALUE_NULL -> "null";
      case START_OBJECT -> "object";
      case START_ARRAY -> "array";
      case null -> "absent";
      case PROPERTY_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "other";
    };
  }

  static Rejected refused(ValueReader<?> reader, JsonParser in) {
    return Rejected.field(JsonPaths.HERE, reader.expected(), of(in.currentToken()));
  }
}
