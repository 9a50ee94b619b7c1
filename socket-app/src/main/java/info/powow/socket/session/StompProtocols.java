package info.powow.socket.session;

import info.powow.socket.stomp.StompVersion;
import java.util.List;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/// What Spring's handshake wants to know: which sub-protocols there are. Messages never come here,
/// since the upgrade binds the connection to its session without Spring's objects for each message.
public final class StompProtocols extends AbstractWebSocketHandler implements SubProtocolCapable {
  @Override
  public List<String> getSubProtocols() {
    return StompVersion.newestFirst().stream().map(StompVersion::subProtocol).toList();
  }
}
