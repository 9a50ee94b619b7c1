package info.powow.socket.link;

import info.powow.http.ClientAddress;
import info.powow.socket.link.Link.Listener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletCoreRequest;
import org.eclipse.jetty.ee11.servlet.ServletCoreResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.socket.WebSocketExtension;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.server.HandshakeFailureException;
import org.springframework.web.socket.server.RequestUpgradeStrategy;

/// Creates a [Link] from a request that Spring's handshake has accepted.
///
/// Keeps nothing of the request, neither headers nor attributes. Extensions are disabled, because
/// compression would cost each connection more memory than everything else.
public final class JettyUpgrade implements RequestUpgradeStrategy {
  private final LinkLimits limits;
  private final Function<Link, Listener> opener;

  /// @param opener creates the session for a new link
  public JettyUpgrade(LinkLimits limits, Function<Link, Listener> opener) {
    this.limits = limits;
    this.opener = opener;
  }

  @Override
  public String[] getSupportedVersions() {
    return new String[] {"13"};
  }

  @Override
  public List<WebSocketExtension> getSupportedExtensions(ServerHttpRequest request) {
    return List.of();
  }

  @Override
  public void upgrade(
      ServerHttpRequest request,
      ServerHttpResponse response,
      @Nullable String selectedProtocol,
      List<WebSocketExtension> selectedExtensions,
      @Nullable Principal user,
      WebSocketHandler handler,
      Map<String, Object> attributes) {
    HttpServletRequest servletRequest = ((ServletServerHttpRequest) request).getServletRequest();
    HttpServletResponse servletResponse =
        ((ServletServerHttpResponse) response).getServletResponse();
    try {
      upgrade(
          servletRequest,
          servletResponse,
          new Negotiator(ClientAddress.of(servletRequest.getRemoteAddr()), selectedProtocol));
    } catch (IOException | RuntimeException e) {
      throw new HandshakeFailureException("the upgrade to a WebSocket failed", e);
    }
  }

  private static void upgrade(
      HttpServletRequest servletRequest, HttpServletResponse servletResponse, Negotiator negotiator)
      throws IOException {
    WebSocketMappings mappings =
        WebSocketMappings.ensureMappings(
            Objects.requireNonNull(
                ServletContextHandler.getServletContextHandler(
                    servletRequest.getServletContext())));
    Request request = ServletCoreRequest.wrap(servletRequest);
    Response response = ServletCoreResponse.wrap(request, servletResponse, false);
    try (Blocker.Callback callback = Blocker.callback()) {
      if (mappings.upgrade(negotiator, request, response, callback, null)) {
        callback.block();
      }
    }
  }

  private final class Negotiator implements WebSocketNegotiator {
    private final String network;
    private final @Nullable String protocol;

    Negotiator(String network, @Nullable String protocol) {
      this.network = network;
      this.protocol = protocol;
    }

    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      response.setExtensions(List.of());
      if (protocol != null) {
        response.setAcceptedSubProtocol(protocol);
      }
      return new JettyLink(limits, opener, network, protocol);
    }

    @Override
    public void customize(Configuration configuration) {
      // The session detects idle clients itself, with one clock for all sessions.
      configuration.setIdleTimeout(Duration.ZERO);
      // Fragments are delivered as they arrive. So no memory is reserved for a declared length, and
      // a client whose message is too long gets an error before it is disconnected.
      configuration.setAutoFragment(true);
      configuration.setMaxFrameSize(0);
    }
  }
}
