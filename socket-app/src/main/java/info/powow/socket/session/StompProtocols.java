package info.powow.socket.session;

import info.powow.socket.stomp.StompVersion;
import java.util.List;
import org.springframework.web.socket.SubProtocolCapable;
import org.springframework.web.socket.handler.AbstractWebSocketHandler;

/// Lists the sub-protocols for Spring's handshake. Receives no messages, because the upgrade binds
/// the connection to its session without Spring's message objects.
public final class StompProtocols extends AbstractWebSocketHandler implements SubProtocolCapable {
  @Override
  public List<String> getSubProtocols() {
    return StompVersion.newestFirst().stream().map(StompVersion::subProtocol).toList();
  }
}
