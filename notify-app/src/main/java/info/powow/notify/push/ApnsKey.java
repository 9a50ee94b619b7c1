package info.powow.notify.push;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/// The key by which Apple recognises this server. Thread-safe.
public final class ApnsKey {
  /// Apple accepts a token for an hour.
  private static final Duration RENEWED = Duration.ofMinutes(50);

  /// Apple refuses a server that makes new tokens more often.
  private static final Duration KEPT = Duration.ofMinutes(20);

  private final String keyId;
  private final String teamId;
  private final ECDSASigner signer;
  private @Nullable Token current;

  private record Token(String value, Instant issuedAt) {}

  /// @param pem the content of Apple's `.p8` file
  /// @throws IllegalArgumentException if it is not such a key
  public ApnsKey(String pem, String keyId, String teamId) {
    this.keyId = keyId;
    this.teamId = teamId;
    try {
      signer = new ECDSASigner((ECPrivateKey) PemKey.read(pem, "EC"));
    } catch (JOSEException e) {
      throw new IllegalArgumentException("the key is on no known curve", e);
    }
    if (!signer.supportedJWSAlgorithms().contains(JWSAlgorithm.ES256)) {
      throw new IllegalArgumentException("the key is not on P-256");
    }
  }

  synchronized String token(Instant now) {
    Token token = current;
    if (token == null
        // The clock was ahead and was set back: Apple refuses a token from the future.
        || now.isBefore(token.issuedAt())
        || !now.isBefore(token.issuedAt().plus(RENEWED))) {
      token = new Token(sign(now), now);
      current = token;
    }
    return token.value();
  }

  /// Called if Apple reports a token as expired, for example because this server's clock was wrong.
  synchronized void expired(String value, Instant now) {
    Token token = current;
    if (token != null
        && token.value().equals(value)
        && !now.isBefore(token.issuedAt().plus(KEPT))) {
      current = null;
    }
  }

  private String sign(Instant now) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).build(),
              new JWTClaimsSet.Builder().issuer(teamId).issueTime(Date.from(now)).build());
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("Apple cannot be told who asks", e);
    }
  }
}
