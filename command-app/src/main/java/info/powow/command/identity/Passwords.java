package info.powow.command.identity;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/// Hashes and checks passwords, slowly on purpose; one at a time for each processor but one, so
/// that a flood of sign-ins does not slow down those who chat.
final class Passwords {
  private static final int MIN_CHARACTERS = 8;
  // bcrypt looks at no more: a longer password would be cut silently.
  private static final int MAX_BYTES = 72;

  private final BCryptPasswordEncoder encoder;
  private final Semaphore turns =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);
  private final String nobodysHash;

  Passwords(int strength) {
    encoder = new BCryptPasswordEncoder(strength);
    nobodysHash = encode("nobody's password");
  }

  String hash(String password) {
    if (password.codePointCount(0, password.length()) < MIN_CHARACTERS
        || Texts.utf8Length(password) > MAX_BYTES) {
      throw new Rejected(Reason.INVALID_PASSWORD);
    }
    return inTurn(() -> encode(password));
  }

  boolean matches(String password, String hash) {
    return Texts.utf8Length(password) <= MAX_BYTES && inTurn(() -> encoder.matches(password, hash));
  }

  /// Takes as long as checking a real one: how long a refusal takes must not tell whether a handle
  /// exists.
  void matchNobody(String password) {
    matches(password, nobodysHash);
  }

  private String encode(String password) {
    return Objects.requireNonNull(encoder.encode(password), "null only for null");
  }

  private <T> T inTurn(Supplier<T> work) {
    turns.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }
}
