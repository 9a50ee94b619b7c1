package info.powow.edge;

import info.powow.domain.identity.Handle;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Says of a device that somebody has signed in with a handle on it. Such a token opens nothing: it
/// only keeps the wrong passwords of others from slowing down who has it.
///
/// `<device>.<seconds until it ends>.<MAC>`; the MAC is over the handle too.
public final class DeviceTokens {
  public static final Duration LIFETIME = Duration.ofDays(365);

  private static final String ALGORITHM = "HmacSHA256";
  private static final int DEVICE_BYTES = 12;
  private static final int LONGEST = 128;

  private final SecureRandom random = new SecureRandom();
  private final SecretKey key;
  private final Clock clock;

  DeviceTokens(TokenProperties properties, Clock clock) {
    // A key of its own: what is signed for one purpose must not be good for another.
    this.key =
        new SecretKeySpec(
            mac(TokenConfiguration.secretKey(properties), "powow device tokens"), ALGORITHM);
    this.clock = clock;
  }

  /// @param device the one that was known before, or null for a new one
  public String issue(Handle handle, @Nullable String device) {
    String name = device == null ? newDevice() : device;
    long endsAt = clock.instant().plus(LIFETIME).getEpochSecond();
    return name + '.' + endsAt + '.' + signature(handle, name, endsAt);
  }

  /// The device that a token is about, or null when the token is none, not for this handle, or too
  /// old.
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
    boolean signed =
        MessageDigest.isEqual(
            signature(handle, parts[0], endsAt).getBytes(StandardCharsets.UTF_8),
            parts[2].getBytes(StandardCharsets.UTF_8));
    return signed && clock.instant().isBefore(Instant.ofEpochSecond(endsAt)) ? parts[0] : null;
  }

  private String newDevice() {
    byte[] bytes = new byte[DEVICE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private String signature(Handle handle, String device, long endsAt) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(mac(key, handle.value() + ' ' + device + ' ' + endsAt));
  }

  private static byte[] mac(SecretKey key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }
}
