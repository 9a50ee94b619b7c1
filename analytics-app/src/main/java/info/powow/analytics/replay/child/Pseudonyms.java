package info.powow.analytics.replay.child;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// Replaces ids by HMACs under a key: the same id has the same pseudonym under one key, and nobody
/// can link the pseudonyms of two keys. In a case about statistics, a pseudonym is the one that SQL
/// shows in that case. Not thread-safe.
final class Pseudonyms {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;
  private static final int BYTES_OF_CASE = 8;
  private static final int REMEMBERED = 100_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Mac mac;
  private final @Nullable String ofCase;
  private final MessageDigest sha256;
  private final Map<String, String> known = leastRecentlyUsed();
  private final Map<String, String> ids = leastRecentlyUsed();

  Pseudonyms(ReplayCall.PseudonymKeys keys) {
    try {
      this.mac = Mac.getInstance(ALGORITHM);
      this.sha256 = MessageDigest.getInstance("SHA-256");
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(keys.ids()), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
    this.ofCase = keys.ofCase();
  }

  private static Map<String, String> leastRecentlyUsed() {
    return new LinkedHashMap<>(1_024, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  String of(String id) {
    String pseudonym = known.get(id);
    if (pseudonym == null) {
      pseudonym = make(id);
      known.put(id, pseudonym);
      ids.put(pseudonym, id);
    }
    return pseudonym;
  }

  /// The id behind a pseudonym that was made not long ago, or null.
  @Nullable String idOf(String pseudonym) {
    return ids.get(pseudonym);
  }

  /// The JSON of an event with pseudonyms.
  ///
  /// @param shape null if it has no ids
  byte[] in(byte[] event, ReplayableTypes.@Nullable Shape shape) {
    Set<String> fields = shape == null ? Set.of() : shape.ids();
    ByteArrayOutputStream out = new ByteArrayOutputStream(event.length + 64);
    try (JsonParser in = JSON.createParser(event);
        JsonGenerator to = JSON.createGenerator(out)) {
      boolean replaced = false;
      int depth = 0;
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        switch (token) {
          case START_OBJECT, START_ARRAY -> depth++;
          case END_OBJECT, END_ARRAY -> depth--;
          case PROPERTY_NAME -> replaced = depth == 1 && fields.contains(in.currentName());
          default -> {}
        }
        if (replaced && token == JsonToken.VALUE_STRING) {
          to.writeString(of(in.getString()));
        } else {
          to.copyCurrentEvent(in);
        }
      }
    }
    return out.toByteArray();
  }

  /// A valid id.
  private String make(String id) {
    byte[] hash = mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
    if (ofCase == null) {
      return "x"
          + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
    }
    long inFiles = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      inFiles = inFiles << Byte.SIZE | Byte.toUnsignedInt(hash[i]);
    }
    byte[] inCase =
        sha256.digest(
            (ofCase + Long.toUnsignedString(inFiles)).getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(inCase, 0, BYTES_OF_CASE);
  }
}
