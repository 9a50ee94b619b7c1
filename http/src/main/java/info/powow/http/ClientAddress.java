package info.powow.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// From where somebody asks, as limits count it.
///
/// An IPv4 address counts as it is. Of an IPv6 address the first 64 bits count: whoever has one
/// address of such a network has all of them.
public final class ClientAddress {
  private static final int NETWORK_BYTES = 8;

  private ClientAddress() {}

  /// @param address as the servlet container names it; what is no address counts as it is written
  public static String of(String address) {
    String literal = address.startsWith("[") ? address.replaceAll("[\\[\\]]", "") : address;
    int zone = literal.indexOf('%');
    try {
      InetAddress parsed = InetAddress.ofLiteral(zone < 0 ? literal : literal.substring(0, zone));
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES)) + "/64"
          : parsed.getHostAddress();
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
