package info.powow.bench.stomp;

/// The heart-beats that a client offers in CONNECT, in milliseconds; 0 means none.
///
/// @param outgoing the interval that it can guarantee
/// @param incoming the interval that it wants
public record HeartBeat(int outgoing, int incoming) {
  public static final HeartBeat NONE = new HeartBeat(0, 0);

  public HeartBeat {
    if (outgoing < 0 || incoming < 0) {
      throw new IllegalArgumentException("A heart-beat cannot be negative");
    }
  }

  /// @throws IllegalArgumentException unless it is two numbers separated by a comma
  public static HeartBeat parse(String text) {
    String[] two = text.split(",", -1);
    if (two.length != 2) {
      throw new IllegalArgumentException("Not a heart-beat such as 10000,10000: " + text);
    }
    try {
      return new HeartBeat(Integer.parseInt(two[0].strip()), Integer.parseInt(two[1].strip()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Not a heart-beat such as 10000,10000: " + text, e);
    }
  }

  /// The interval at which the client has to send: 0 if either side wants none.
  int agreedOutgoing(HeartBeat server) {
    return outgoing == 0 || server.incoming == 0 ? 0 : Math.max(outgoing, server.incoming);
  }

  @Override
  public String toString() {
    return outgoing + "," + incoming;
  }
}
