package info.powow.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads small JSON (RFC 8259): objects as maps, whole numbers as longs. What a bundle does not use,
/// such as fractions, is refused, and so are two fields of one name.
final class Json {
  private static final int DEEPEST = 32;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /// @throws Broken if it is not one JSON object
  static Map<String, @Nullable Object> object(byte[] utf8, String where) throws Broken {
    try {
      Json json =
          new Json(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
      Object value = json.value(0);
      json.blanks();
      if (json.at == json.text.length() && value instanceof Map<?, ?>) {
        @SuppressWarnings("unchecked")
        Map<String, @Nullable Object> object = (Map<String, @Nullable Object>) value;
        return object;
      }
    } catch (CharacterCodingException | IllegalArgumentException | IndexOutOfBoundsException _) {
      // Refused below.
    }
    throw new Broken(where + " is not a JSON object");
  }

  private @Nullable Object value(int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("too deep");
    }
    blanks();
    char first = text.charAt(at);
    return switch (first) {
      case '{' -> fields(depth);
      case '[' -> elements(depth);
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw new IllegalArgumentException("another word");
    }
    at += word.length();
    return value;
  }

  private void expect(char c) {
    blanks();
    if (text.charAt(at++) != c) {
      throw new IllegalArgumentException("something else than " + c);
    }
  }

  private boolean skips(char c) {
    blanks();
    if (text.charAt(at) != c) {
      return false;
    }
    at++;
    return true;
  }

  private Map<String, @Nullable Object> fields(int depth) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    expect('{');
    if (skips('}')) {
      return fields;
    }
    do {
      blanks();
      String name = string();
      expect(':');
      if (fields.containsKey(name)) {
        throw new IllegalArgumentException("two fields of one name");
      }
      fields.put(name, value(depth + 1));
    } while (skips(','));
    expect('}');
    return fields;
  }

  private List<@Nullable Object> elements(int depth) {
    List<@Nullable Object> elements = new ArrayList<>();
    expect('[');
    if (skips(']')) {
      return elements;
    }
    do {
      elements.add(value(depth + 1));
    } while (skips(','));
    expect(']');
    return elements;
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (true) {
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      }
      if (c < ' ') {
        throw new IllegalArgumentException("a control character");
      }
      out.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> throw new IllegalArgumentException("an unknown escape");
    };
  }

  private Long number() {
    int start = at;
    while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return Long.valueOf(text.substring(start, at));
  }

  /// A text as a JSON string, with its quotes.
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c == '\u007f') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
