package info.powow.eventlog.seal;

/// The fields of a JSON object, as places in its bytes, without decoding anything. For JSON that we
/// wrote ourselves: without blanks, and with names that need no escape.
final class JsonFields {
  private final byte[] json;
  private int at;
  private int start;
  private int nameEnd;

  JsonFields(byte[] json) {
    if (json.length < 2 || json[0] != '{' || json[json.length - 1] != '}') {
      throw new IllegalArgumentException("an event is stored as a JSON object");
    }
    this.json = json;
    this.at = 1;
  }

  /// Goes to the next field; false when there is none.
  boolean next() {
    if (at >= json.length - 1) {
      return false;
    }
    if (json[at] == ',') {
      at++;
    }
    start = at;
    skipString();
    nameEnd = at - 1;
    if (json[at] != ':') {
      throw malformed();
    }
    at++;
    skipValue();
    return true;
  }

  /// Where the field begins, with the quotation mark of its name.
  int start() {
    return start;
  }

  /// Where it ends.
  int end() {
    return at;
  }

  int nameStart() {
    return start + 1;
  }

  int nameEnd() {
    return nameEnd;
  }

  int valueStart() {
    return nameEnd + 2;
  }

  static boolean isNamed(byte[] name, byte[] json, int from, int to) {
    return java.util.Arrays.equals(name, 0, name.length, json, from, to);
  }

  private void skipString() {
    if (json[at] != '"') {
      throw malformed();
    }
    at++;
    while (json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    at++;
  }

  private void skipValue() {
    int depth = 0;
    while (true) {
      switch (json[at]) {
        case '"' -> {
          skipString();
          if (depth == 0) {
            return;
          }
        }
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          if (depth == 0) {
            return;
          }
          at++;
          if (--depth == 0) {
            return;
          }
        }
        case ',' -> {
          if (depth == 0) {
            return;
          }
          at++;
        }
        default -> at++;
      }
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("the JSON of an event is malformed");
  }
}
