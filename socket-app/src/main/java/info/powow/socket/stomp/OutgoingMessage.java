package info.powow.socket.stomp;

import java.nio.charset.StandardCharsets;

/// A message for many subscriptions, encoded once for each distinct [MessageHead].
///
/// Not thread-safe.
public final class OutgoingMessage {
  /// With more heads, searching for one costs more than encoding again.
  private static final int MAX_KEPT = 8;

  private final byte[] rest;
  private final MessageHead[] heads = new MessageHead[MAX_KEPT];
  private final byte[][] frames = new byte[MAX_KEPT][];
  private int kept;

  /// @param id the message id; must need no escaping
  /// @param json the body; contains no NUL, which JSON escapes
  public OutgoingMessage(String id, byte[] json) {
    byte[] between =
        (id + "\ncontent-length:" + json.length + "\n\n").getBytes(StandardCharsets.ISO_8859_1);
    rest = new byte[between.length + json.length + 1];
    System.arraycopy(between, 0, rest, 0, between.length);
    System.arraycopy(json, 0, rest, between.length, json.length);
  }

  /// The complete frame. Shared; must not be modified.
  public byte[] frame(MessageHead head) {
    for (int i = 0; i < kept; i++) {
      if (heads[i] == head) {
        return frames[i];
      }
    }
    byte[] start = head.bytes();
    byte[] frame = new byte[start.length + rest.length];
    System.arraycopy(start, 0, frame, 0, start.length);
    System.arraycopy(rest, 0, frame, start.length, rest.length);
    if (kept < MAX_KEPT) {
      heads[kept] = head;
      frames[kept] = frame;
      kept++;
    }
    return frame;
  }
}
