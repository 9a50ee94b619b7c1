package info.powow.eventlog.json;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The form of an event that clients receive: the stored JSON, preceded by type and position.
/// Nothing is decoded or encoded.
///
/// `MessageSent` at position 12, stored as `{"conversationId":…}`, becomes
/// `{"type":"messageSent","position":12,"conversationId":…}`.
public final class WireEvent {
  private static final Map<String, byte[]> TYPES = new ConcurrentHashMap<>();
  private static final byte[] POSITION = ascii(",\"position\":");

  private WireEvent() {}

  /// @param type its name in the log
  /// @param stored its JSON in the log, an object
  public static byte[] of(String type, long position, byte[] stored) {
    byte[] start = start(type);
    byte[] digits = ascii(Long.toString(position));
    int restAt = restAt(stored);
    boolean hasFields = hasFields(stored, restAt);
    byte[] wire =
        new byte
            [start.length
                + POSITION.length
                + digits.length
                + (hasFields ? 1 : 0)
                + stored.length
                - restAt];
    int at = put(start, 0, start.length, wire, 0);
    at = put(POSITION, 0, POSITION.length, wire, at);
    at = put(digits, 0, digits.length, wire, at);
    if (hasFields) {
      wire[at++] = ',';
    }
    put(stored, restAt, stored.length - restAt, wire, at);
    return wire;
  }

  /// For events without a position, such as `read`.
  public static byte[] withoutPosition(String type, byte[] stored) {
    byte[] start = start(type);
    int restAt = restAt(stored);
    boolean hasFields = hasFields(stored, restAt);
    byte[] wire = new byte[start.length + (hasFields ? 1 : 0) + stored.length - restAt];
    int at = put(start, 0, start.length, wire, 0);
    if (hasFields) {
      wire[at++] = ',';
    }
    put(stored, restAt, stored.length - restAt, wire, at);
    return wire;
  }

  /// The name of a type on the wire: `messageSent` for `MessageSent`.
  public static String typeOnTheWire(String type) {
    return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
  }

  private static byte[] start(String type) {
    byte[] known = TYPES.get(type);
    return known != null
        ? known
        : TYPES.computeIfAbsent(type, name -> ascii("{\"type\":\"" + typeOnTheWire(name) + '"'));
  }

  private static int restAt(byte[] stored) {
    if (stored.length < 2 || stored[0] != '{') {
      throw new IllegalArgumentException("an event is stored as a JSON object");
    }
    return 1;
  }

  private static boolean hasFields(byte[] stored, int restAt) {
    return stored[restAt] != '}';
  }

  private static int put(byte[] from, int fromAt, int length, byte[] to, int at) {
    System.arraycopy(from, fromAt, to, at, length);
    return at + length;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
