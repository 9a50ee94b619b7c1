package info.powow.socket.stomp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A frame from a client.
///
/// Frames have few headers, so a linear search is faster than hashing.
@SuppressWarnings("ArrayRecordComponent") // A frame is read once and never compared.
public record ClientFrame(ClientCommand command, List<Header> headers, byte[] body) {

  /// A header line.
  public record Header(String name, String value) {}

  /// The value of a header; the first one if repeated, as STOMP specifies.
  public @Nullable String header(String name) {
    for (Header header : headers) {
      if (header.name().equals(name)) {
        return header.value();
      }
    }
    return null;
  }

  /// The receipt that the client requests with this frame, if any.
  public @Nullable String receipt() {
    return header("receipt");
  }
}
