package info.powow.identity;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/// Creates and reads refresh tokens: `<person>.<session>.<256 random bits>.<MAC>`.
///
/// The MAC distinguishes issued tokens from forged ones, because only an issued token may end a
/// session by being used too late.
public final class RefreshTokens {
  private static final int RANDOM_BYTES = 32;
  private static final int LONGEST = 256;

  private final SecureRandom random = new SecureRandom();
  private final Signature signature;

  RefreshTokens(TokenProperties properties) {
    this.signature = new Signature(properties, "powow refresh tokens");
  }

  /// @param hash the form of the token that may be stored
  public record RefreshToken(PersonId person, SessionId session, String token, String hash) {}

  public RefreshToken issue(PersonId person, SessionId session) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String signed =
        person.value()
            + '.'
            + session.value()
            + '.'
            + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    String token = signed + '.' + signature.of(signed);
    return new RefreshToken(person, session, token, hash(token));
  }

  /// @throws Rejected with `unauthenticated`, if the token was not issued here
  public RefreshToken read(String token) {
    int end = token.lastIndexOf('.');
    String[] parts = token.split("\\.", -1);
    if (token.length() > LONGEST
        || parts.length != 4
        || !signature.matches(token.substring(0, end), parts[3])) {
      throw new Rejected(Reason.UNAUTHENTICATED);
    }
    return new RefreshToken(new PersonId(parts[0]), new SessionId(parts[1]), token, hash(token));
  }

  /// The token has 256 random bits, so a fast hash is enough.
  private static String hash(String token) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
