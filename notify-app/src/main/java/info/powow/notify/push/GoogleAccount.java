package info.powow.notify.push;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The service account by which Google recognises this server.
public final class GoogleAccount {
  private static final String SCOPE = "https://www.googleapis.com/auth/firebase.messaging";
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final String project;
  private final String email;
  private final String keyId;
  private final URI tokens;
  private final RSASSASigner signer;

  /// @param json the file from the Firebase console
  /// @throws IllegalArgumentException if it is not such a file
  public GoogleAccount(String json) {
    JsonNode file;
    try {
      file = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no JSON", e);
    }
    project = required(file, "project_id");
    email = required(file, "client_email");
    keyId = required(file, "private_key_id");
    tokens = URI.create(required(file, "token_uri"));
    signer = new RSASSASigner(PemKey.read(required(file, "private_key"), "RSA"));
  }

  private static String required(JsonNode file, String field) {
    String value = file.path(field).asString("");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }

  String project() {
    return project;
  }

  /// The URI that issues access tokens.
  URI tokens() {
    return tokens;
  }

  /// The signed assertion that is exchanged for an access token (RFC 7523).
  String assertion(Instant now) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(),
              new JWTClaimsSet.Builder()
                  .issuer(email)
                  .audience(tokens.toString())
                  .claim("scope", SCOPE)
                  .issueTime(Date.from(now))
                  .expirationTime(Date.from(now.plus(LIFETIME)))
                  .build());
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("Google cannot be told who asks", e);
    }
  }
}
