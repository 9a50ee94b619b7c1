package info.powow.socket.session;

import info.powow.socket.stomp.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/// Negotiated heart-beats.
///
/// @param sendEvery the interval of the server's heart-beats in milliseconds, 0 for none
/// @param receiveEvery the interval of the client's heart-beats in milliseconds, 0 for none
record HeartBeats(int sendEvery, int receiveEvery) {
  static final HeartBeats NONE = new HeartBeats(0, 0);

  /// @param offered the header `heart-beat` of a CONNECT frame: what the client can send and what
  ///     it wants
  /// @param own what the server can send and wants, in milliseconds
  static HeartBeats agree(@Nullable String offered, int own) {
    if (offered == null) {
      return NONE;
    }
    int comma = offered.indexOf(',');
    if (comma < 0) {
      throw malformed();
    }
    int canSend = milliseconds(offered.substring(0, comma));
    int wants = milliseconds(offered.substring(comma + 1));
    return new HeartBeats(
        wants == 0 || own == 0 ? 0 : Math.max(own, wants),
        canSend == 0 || own == 0 ? 0 : Math.max(own, canSend));
  }

  private static int milliseconds(String number) {
    try {
      int milliseconds = Integer.parseInt(number.strip());
      if (milliseconds >= 0) {
        return milliseconds;
      }
    } catch (NumberFormatException _) {
      // Reported below.
    }
    throw malformed();
  }

  private static ProtocolViolation malformed() {
    return new ProtocolViolation("The heart-beat header is not two numbers of milliseconds.");
  }
}
