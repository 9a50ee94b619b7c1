package info.powow.bench.stomp;

/// Numbers as sixteen hexadecimal digits, in place.
public final class Hex {
  public static final int DIGITS = 16;

  private Hex() {}

  /// @throws IllegalArgumentException unless there are sixteen digits
  public static long parse(byte[] bytes, int from) {
    return parse(bytes, from, DIGITS);
  }

  public static long parse(byte[] bytes, int from, int digits) {
    if (from + digits > bytes.length) {
      throw new IllegalArgumentException("Cut off in a number");
    }
    long number = 0;
    for (int at = from; at < from + digits; at++) {
      int digit = Character.digit(bytes[at], 16);
      if (digit < 0) {
        throw new IllegalArgumentException("Not a hexadecimal digit: " + bytes[at]);
      }
      number = number << 4 | digit;
    }
    return number;
  }
}
