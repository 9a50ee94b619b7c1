package info.powow.http.json;

import info.powow.domain.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads the JSON of requests into records, by the same rules for HTTP bodies and STOMP frames.
///
/// - The body is one JSON object in UTF-8, without a byte order mark and with nothing after it. An
///   empty body counts as an empty object.
/// - Components of a record that are not `@Nullable` are required. An absent list or set that is
///   not `@Nullable` is empty. `null` means absent, except inside an array, where it is refused.
/// - Values are not converted: a number is not a string, an enum or a time, and `1.0` is not a
///   position.
/// - No object repeats a name, whether the name is known or not.
/// - Unknown fields are ignored, so that a client may be newer than the server.
///
/// Any other input is [Rejected] with `invalid_request`, or with the reason of the domain type that
/// refused the value. Either names the field.
///
/// It reads tokens instead of a tree or beans, because every message passes through here.
public final class StrictJson {
  static final String BODY = "body";
  private static final byte[] EMPTY_OBJECT = {'{', '}'};
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NAME_LENGTH = 1_000;
  private static final int MAX_NUMBER_LENGTH = 1_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .build())
          .build();

  private StrictJson() {}

  /// @param type a record
  /// @throws Rejected `invalid_request`, or the refusal of a domain type
  public static <T> T read(Class<T> type, byte[] body) {
    String flaw = Utf8.flaw(body);
    if (flaw != null) {
      throw Rejected.field(BODY, "JSON in UTF-8", flaw);
    }
    ValueReader<T> reader = ValueReaders.of(type);
    try (JsonParser in = parser(body.length == 0 ? EMPTY_OBJECT : body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw Rejected.field(BODY, "a JSON object", JsonKinds.of(in.currentToken()));
      }
      T value = reader.read(in);
      requireEnd(in, BODY);
      return value;
    } catch (JacksonException e) {
      throw syntax(e, BODY);
    } catch (Rejected e) {
      throw e.error() != null && e.error().field().isEmpty() ? JsonPaths.within(BODY, e) : e;
    }
  }

  /// Reads an object of positions by name, such as the header `resume`, in order.
  ///
  /// @param header the name of the header, for refusals
  /// @param least the minimum position
  /// @throws Rejected with `invalid_request`
  public static Map<String, Long> positions(String json, String header, long least, int most) {
    try (JsonParser in = parser(json.getBytes(StandardCharsets.UTF_8))) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw Rejected.field(header, "a JSON object", JsonKinds.of(in.currentToken()));
      }
      Map<String, Long> positions = new LinkedHashMap<>();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken token = in.nextToken();
        if (token != JsonToken.VALUE_NUMBER_INT
            || in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
            || in.getLongValue() < least) {
          throw Rejected.field(header, "whole numbers from " + least, JsonKinds.of(token));
        }
        if (positions.putIfAbsent(name, in.getLongValue()) != null) {
          throw Rejected.field(header, "each name once", "one twice");
        }
        if (positions.size() > most) {
          throw Rejected.field(header, "at most " + most + " names", "more");
        }
      }
      requireEnd(in, header);
      return positions;
    } catch (JacksonException e) {
      throw syntax(e, header);
    }
  }

  /// Extracts the field `key` of a body that may otherwise be invalid, if possible.
  public static @Nullable String keyIn(byte[] body) {
    if (Utf8.flaw(body) != null) {
      return null;
    }
    try (JsonParser in = parser(body)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken value = in.nextToken();
        if (name.equals("key")) {
          return value == JsonToken.VALUE_STRING ? in.getString() : null;
        }
        JsonParser _ = in.skipChildren();
      }
      return null;
    } catch (JacksonException _) {
      return null;
    }
  }

  private static JsonParser parser(byte[] json) {
    return JSON.createParser(ObjectReadContext.empty(), json);
  }

  private static void requireEnd(JsonParser in, String whole) {
    if (in.nextToken() != null) {
      throw Rejected.field(whole, "one JSON object", "more behind it");
    }
  }

  // Jackson's own messages may quote request data.
  private static Rejected syntax(JacksonException failure, String whole) {
    return failure instanceof StreamConstraintsException
        ? Rejected.field(whole, "JSON of at most " + MAX_DEPTH + " levels and plain values", "more")
        : Rejected.field(
            whole,
            "one JSON object in UTF-8",
            "no JSON from line %d, column %d"
                .formatted(failure.getLocation().getLineNr(), failure.getLocation().getColumnNr()));
  }
}
