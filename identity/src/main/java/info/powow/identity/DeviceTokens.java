package info.powow.identity;

import info.powow.domain.identity.Handle;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Issues and checks tokens that prove that somebody has signed in with a handle on a device. Such
/// a token grants no access. It only keeps other people's wrong passwords from delaying the
/// device's user.
///
/// `<device>.<expiry in seconds>.<MAC>`; the MAC also covers the handle.
public final class DeviceTokens {
  public static final Duration LIFETIME = Duration.ofDays(365);

  private static final int DEVICE_BYTES = 12;
  private static final int LONGEST = 128;

  private final SecureRandom random = new SecureRandom();
  private final Signature signature;
  private final Clock clock;

  DeviceTokens(TokenProperties properties, Clock clock) {
    this.signature = new Signature(properties, "powow device tokens");
    this.clock = clock;
  }

  /// @param device the known device, or null for a new one
  public String issue(Handle handle, @Nullable String device) {
    String name = device == null ? newDevice() : device;
    long endsAt = clock.instant().plus(LIFETIME).getEpochSecond();
    return name + '.' + endsAt + '.' + signature.of(signed(handle, name, endsAt));
  }

  /// Returns the device of a token, or null if the token is invalid, for another handle, or
  /// expired.
  public @Nullable String device(Handle handle, @Nullable String token) {
    if (token == null || token.length() > LONGEST) {
      return null;
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    long endsAt;
    try {
      endsAt = Long.parseLong(parts[1]);
    } catch (NumberFormatException _) {
      return null;
    }
    boolean signed = signature.matches(signed(handle, parts[0], endsAt), parts[2]);
    return signed && clock.instant().isBefore(Instant.ofEpochSecond(endsAt)) ? parts[0] : null;
  }

  private String newDevice() {
    byte[] bytes = new byte[DEVICE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String signed(Handle handle, String device, long endsAt) {
    return handle.value() + ' ' + device + ' ' + endsAt;
  }
}
