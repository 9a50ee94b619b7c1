package info.powow.analytics.replay.room;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Replaces ids by HMACs under a key: the same id has the same pseudonym under one key, and nobody
/// can link the pseudonyms of two keys. Not thread-safe.
final class Pseudonyms {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;
  private static final int REMEMBERED = 100_000;

  private final Mac mac;
  private final Map<String, String> known =
      new LinkedHashMap<>(1_024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// @param key in hexadecimal
  Pseudonyms(String key) {
    try {
      this.mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  String of(String id) {
    return known.computeIfAbsent(id, this::make);
  }

  /// A valid id.
  private String make(String id) {
    byte[] hash = mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
    return "x" + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
  }
}
