package info.powow.eventlog.keys;

import java.time.Instant;

/// What is known of an owner's key.
public sealed interface Root {
  /// @param secret 32 random bytes, from which the owner's other keys are derived. Nobody changes
  ///     the array
  record Present(byte[] secret) implements Root {
    /// Without the secret: what is printed ends up in a log.
    @Override
    public String toString() {
      return "Present[]";
    }
  }

  /// The key was destroyed: what was sealed under it can never be read again.
  record Destroyed(Instant at) implements Root {}
}
