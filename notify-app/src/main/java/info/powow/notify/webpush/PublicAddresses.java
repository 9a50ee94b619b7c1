package info.powow.notify.webpush;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/// Resolves the addresses of push services, and returns only public ones.
///
/// People choose the endpoints, so an endpoint may name a host in the server's own network. The
/// address that is checked is the one that is connected to, so a name that resolves to something
/// else the next time gains nothing.
final class PublicAddresses implements SocketAddressResolver {
  private final SocketAddressResolver names;
  private final Set<String> allowed;

  /// @param allowed `host:port` of push services that may be in any network, for development
  PublicAddresses(SocketAddressResolver names, Set<String> allowed) {
    this.names = names;
    this.allowed = Set.copyOf(allowed);
  }

  /// No address of the host is public.
  static final class ForbiddenAddress extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForbiddenAddress() {
      super("the host has no public address", null, false, false);
    }
  }

  @Override
  public void resolve(
      String host,
      int port,
      Map<String, Object> context,
      Promise<List<InetSocketAddress>> promise) {
    names.resolve(
        host,
        port,
        context,
        new Promise<>() {
          @Override
          public void succeeded(List<InetSocketAddress> found) {
            if (allowed.contains(host + ':' + port)) {
              promise.succeeded(found);
              return;
            }
            List<InetSocketAddress> open = new ArrayList<>();
            for (InetSocketAddress address : found) {
              if (address.getAddress() != null && isPublic(address.getAddress())) {
                open.add(address);
              }
            }
            if (open.isEmpty()) {
              promise.failed(new ForbiddenAddress());
            } else {
              promise.succeeded(open);
            }
          }

          @Override
          public void failed(Throwable failure) {
            promise.failed(failure);
          }
        });
  }

  /// Whether an address belongs to the public internet, by the registries of special-purpose
  /// addresses (RFC 6890).
  static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
  }

  private static boolean isPublic4(byte[] bytes) {
    int a = bytes[0] & 0xff;
    int b = bytes[1] & 0xff;
    int c = bytes[2] & 0xff;
    return switch (a) {
      case 0, 10, 127 -> false;
      case 100 -> b < 64 || b > 127;
      case 169 -> b != 254;
      case 172 -> b < 16 || b > 31;
      case 192 -> !(b == 168 || (b == 0 && (c == 0 || c == 2)) || (b == 88 && c == 99));
      case 198 -> !(b == 18 || b == 19 || (b == 51 && c == 100));
      case 203 -> !(b == 0 && c == 113);
      default -> a < 224;
    };
  }

  /// Only global unicast addresses that contain no IPv4 address.
  private static boolean isPublic6(byte[] bytes) {
    int first = (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    int second = (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff);
    boolean global = (first & 0xe000) == 0x2000;
    // Teredo and other protocol assignments, documentation, 6to4.
    boolean special =
        (first == 0x2001 && (second < 0x0200 || second == 0x0db8))
            || first == 0x2002
            || first == 0x3fff;
    return global && !special;
  }
}
