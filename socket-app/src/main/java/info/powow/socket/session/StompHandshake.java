package info.powow.socket.session;

import info.powow.socket.stomp.StompVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.RequestUpgradeStrategy;
import org.springframework.web.socket.server.support.DefaultHandshakeHandler;

/// Negotiates the newest sub-protocol that the client requests, regardless of its order of
/// preference. The sub-protocol determines the STOMP version.
public final class StompHandshake extends DefaultHandshakeHandler {
  public StompHandshake(RequestUpgradeStrategy upgrade) {
    super(upgrade);
  }

  @Override
  protected @Nullable String selectProtocol(List<String> requested, WebSocketHandler handler) {
    for (StompVersion version : StompVersion.newestFirst()) {
      if (requested.contains(version.subProtocol())) {
        return version.subProtocol();
      }
    }
    return null;
  }
}
