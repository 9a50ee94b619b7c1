package info.powow.command.identity;

import info.powow.domain.Rejected;
import info.powow.domain.identity.Handle;
import info.powow.domain.identity.Password;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/// Hashes and checks passwords, deliberately slowly.
final class Passwords {
  private final BCryptPasswordEncoder encoder;
  private final PasswordQueue queue;
  private final Set<String> common;
  private final String nobodysHash;

  /// @param common passwords that nobody may choose, in lower case
  Passwords(int strength, PasswordQueue queue, Set<String> common) {
    this.encoder = new BCryptPasswordEncoder(strength);
    this.queue = queue;
    this.common = common;
    this.nobodysHash = encode("nobody's password");
  }

  /// @throws Rejected if the password may not be chosen, or too many wait
  CompletableFuture<String> hash(
      String password, Handle handle, String displayName, String address) {
    String chosen = Password.requireNew(password, handle, displayName, common);
    return queue.run(address, () -> encode(chosen));
  }

  /// @throws Rejected if too many wait
  CompletableFuture<Boolean> matches(String password, String hash, String address) {
    String typed = Password.typed(password);
    return queue.run(address, () -> typed != null && encoder.matches(typed, hash));
  }

  /// Takes as long as a real check, so that the time of a refusal does not disclose whether a
  /// handle exists.
  ///
  /// @throws Rejected if too many wait
  CompletableFuture<Boolean> matchesNobody(String password, String address) {
    return matches(password, nobodysHash, address).thenApply(_ -> false);
  }

  private String encode(String password) {
    return Objects.requireNonNull(encoder.encode(password), "null only for null");
  }
}
