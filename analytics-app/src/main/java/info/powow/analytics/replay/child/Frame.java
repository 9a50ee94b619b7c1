package info.powow.analytics.replay.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// A message between a replay child and its parent: a kind, a length and the content.
///
/// @param content must not be modified afterwards
public record Frame(Kind kind, byte[] content) {
  private static final int MAX_BYTES = 32 << 20;

  /// The kind of a frame. The parent sends a call. The child answers with any number of `LINES` and
  /// `KEY_WANTED`, followed by one `ANSWER` or `REFUSED`.
  public enum Kind {
    /// A call: [ReplayCall.Open].
    OPEN,
    /// A call: [ReplayCall.Read].
    READ,
    /// A call: [ReplayCall.DryRun].
    DRY_RUN,
    /// A call: [ReplayCall.State].
    STATE,
    /// The child requests the key of an owner; the content is the owner's name.
    KEY_WANTED,
    /// The parent answers with the key; empty if it was destroyed.
    KEY,
    /// Part of a replay: lines of JSON.
    LINES,
    /// The result of the call.
    ANSWER,
    /// The call failed: the code of a refusal.
    REFUSED
  }

  /// @throws java.io.EOFException if the other side has ended
  public static Frame read(DataInputStream in) throws IOException {
    int kind = in.readUnsignedByte();
    int length = in.readInt();
    if (kind >= Kind.values().length || length < 0 || length > MAX_BYTES) {
      throw new IOException("what came is no frame");
    }
    return new Frame(Kind.values()[kind], in.readNBytes(length));
  }

  public void write(DataOutputStream out) throws IOException {
    out.writeByte(kind.ordinal());
    out.writeInt(content.length);
    out.write(content);
    out.flush();
  }
}
