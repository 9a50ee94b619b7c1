package info.powow.http.server;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// An address, or a range of addresses (CIDR, RFC 4632).
///
/// @param bits the length of the prefix
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record CidrBlock(byte[] address, int bits) {
  /// @param network such as `10.1.2.0/24`, `fd00::/8` or `192.0.2.7`
  /// @throws IllegalArgumentException if it is malformed
  static CidrBlock parse(String network) {
    int slash = network.indexOf('/');
    @Nullable InetAddress parsed =
        literal((slash < 0 ? network : network.substring(0, slash)).strip());
    if (parsed == null) {
      throw new IllegalArgumentException(
          "powow.http.trusted-proxies must contain addresses or networks such as 10.1.2.0/24, not "
              + network);
    }
    byte[] address = parsed.getAddress();
    int most = address.length * Byte.SIZE;
    int bits = slash < 0 ? most : Integer.parseInt(network.substring(slash + 1).strip());
    if (bits < 0 || bits > most) {
      throw new IllegalArgumentException(network + " has more bits than an address");
    }
    return new CidrBlock(address, bits);
  }

  /// Parses a literal address, with or without brackets.
  ///
  /// @return `null` if it is malformed; names are never resolved
  static @Nullable InetAddress literal(String address) {
    String bare =
        address.startsWith("[") && address.endsWith("]")
            ? address.substring(1, address.length() - 1)
            : address;
    try {
      return bare.isEmpty() ? null : InetAddress.ofLiteral(bare);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  boolean contains(InetAddress other) {
    byte[] bytes = other.getAddress();
    if (bytes.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += Byte.SIZE) {
      int mask = bits - bit >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - (bits - bit));
      if (((bytes[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
