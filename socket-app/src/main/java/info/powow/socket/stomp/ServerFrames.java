package info.powow.socket.stomp;

import info.powow.domain.Accepted;
import info.powow.domain.PersonId;
import info.powow.ops.Traceparent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Encodes the frames that the server sends.
public final class ServerFrames {
  /// A line feed between frames.
  public static final byte[] HEART_BEAT = {'\n'};

  private ServerFrames() {}

  /// @param epoch the epoch of the log; null if unknown
  /// @param sendEvery the interval of the server's heart-beats in milliseconds, 0 for none
  /// @param receiveEvery the interval of the client's heart-beats in milliseconds, 0 for none
  public static byte[] connected(
      StompVersion version,
      String person,
      String session,
      @Nullable String epoch,
      int sendEvery,
      int receiveEvery) {
    return bytes(
        "CONNECTED\nversion:"
            + version.number()
            + "\nserver:powow\nsession:"
            + session
            + "\nuser-name:"
            + person
            + (epoch == null ? "" : "\nepoch:" + epoch)
            + "\nheart-beat:"
            + sendEvery
            + ','
            + receiveEvery
            + "\n\n\0");
  }

  public static byte[] receipt(StompVersion version, String receipt) {
    return bytes("RECEIPT\nreceipt-id:" + version.escape(receipt) + "\n\n\0");
  }

  /// The answer to a command that was carried out durably.
  public static byte[] receipt(StompVersion version, String receipt, Accepted accepted) {
    return receipt(version, receipt, accepted, null);
  }

  /// @param follow of the client, if its message is followed
  public static byte[] receipt(
      StompVersion version, String receipt, Accepted accepted, @Nullable Traceparent follow) {
    StringBuilder frame = new StringBuilder(128);
    frame.append("RECEIPT\nreceipt-id:").append(version.escape(receipt));
    if (accepted.conversationId() != null) {
      frame.append("\nconversation:").append(accepted.conversationId().value());
    }
    if (accepted.position() != null) {
      frame.append("\nposition:").append(accepted.position().longValue());
    }
    if (accepted.invited() != null) {
      frame.append("\ninvited:");
      frame.append(
          accepted.invited().stream().map(PersonId::value).collect(Collectors.joining(",")));
    }
    if (follow != null) {
      frame.append("\ntraceparent:").append(follow.text());
    }
    return bytes(frame.append("\n\n\0").toString());
  }

  /// The last frame before the connection ends.
  ///
  /// @param receipt the receipt requested by the invalid frame, if any
  public static byte[] error(
      StompVersion version, String code, String message, @Nullable String receipt) {
    return error(version, code, message, receipt, "");
  }

  /// The answer to a client that supports none of the offered versions.
  public static byte[] noCommonVersion(
      String code, String message, List<StompVersion> offered, @Nullable String receipt) {
    String versions = offered.stream().map(StompVersion::number).collect(Collectors.joining(","));
    return error(StompVersion.V1_0, code, message, receipt, "version:" + versions + '\n');
  }

  private static byte[] error(
      StompVersion version,
      String code,
      String message,
      @Nullable String receipt,
      String moreHeaders) {
    StringBuilder frame = new StringBuilder(160);
    frame
        .append("ERROR\n")
        .append(moreHeaders)
        .append("code:")
        .append(code)
        .append("\nmessage:")
        .append(version.escape(message));
    if (receipt != null) {
      frame.append("\nreceipt-id:").append(version.escape(receipt));
    }
    frame.append("\ncontent-type:text/plain\n\n").append(message).append('\0');
    return bytes(frame.toString());
  }

  private static byte[] bytes(String frame) {
    return frame.getBytes(StandardCharsets.UTF_8);
  }
}
