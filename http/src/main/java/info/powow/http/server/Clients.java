package info.powow.http.server;

import info.powow.http.ClientAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Identifies clients for limits per address.
final class Clients {
  private final List<CidrBlock> proxies;

  /// @param trustedProxies addresses and networks
  Clients(List<String> trustedProxies) {
    this.proxies = trustedProxies.stream().map(CidrBlock::parse).toList();
  }

  boolean isTrustedProxy(InetAddress address) {
    return proxies.stream().anyMatch(network -> network.contains(address));
  }

  /// @return `null` for clients without a limit per address: those on this machine, which could do
  ///     worse, and proxies that do not forward a client address
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
