package info.powow.http.server;

import info.powow.http.ClientAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Who is asking, as far as shares per address go.
final class Clients {
  private final List<CidrBlock> proxies;

  /// @param trustedProxies addresses and networks
  Clients(List<String> trustedProxies) {
    this.proxies = trustedProxies.stream().map(CidrBlock::parse).toList();
  }

  boolean isTrustedProxy(InetAddress address) {
    return proxies.stream().anyMatch(network -> network.contains(address));
  }

  /// @return `null` for whoever has no share of their own: somebody on this machine, who can do
  ///     worse, and a proxy that does not say for whom it asks
  @Nullable String holder(@Nullable InetAddress address) {
    return address == null || address.isLoopbackAddress() || isTrustedProxy(address)
        ? null
        : ClientAddress.of(address.getHostAddress());
  }

  @Nullable String holder(Request request) {
    SocketAddress remote = request.getConnectionMetaData().getRemoteSocketAddress();
    return remote instanceof InetSocketAddress inet ? holder(inet.getAddress()) : null;
  }
}
