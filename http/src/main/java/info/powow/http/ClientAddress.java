package info.powow.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// The address of a client, as limits count it.
///
/// An IPv4 address counts as a whole. Of an IPv6 address, only the first 64 bits count, because
/// whoever has one address of such a network has all of them.
public final class ClientAddress {
  private static final int NETWORK_BYTES = 8;

  private ClientAddress() {}

  /// @param address as given by the servlet container; anything that is not an address counts as a
  ///     literal string
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
