package info.powow.socket.stomp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A frame from a client.
///
/// Headers are few, so that walking a list finds one faster than hashing would.
@SuppressWarnings("ArrayRecordComponent") // A frame is read once and never compared.
public record ClientFrame(ClientCommand command, List<Header> headers, byte[] body) {

  /// One line of the head.
  public record Header(String name, String value) {}

  /// The value of a header; of a repeated one the first, as STOMP has it.
  public @Nullable String header(String name) {
    for (Header header : headers) {
      if (header.name().equals(name)) {
        return header.value();
      }
    }
    return null;
  }

  /// The receipt that the client asks for with this frame, if it does.
  public @Nullable String receipt() {
    return header("receipt");
  }
}
