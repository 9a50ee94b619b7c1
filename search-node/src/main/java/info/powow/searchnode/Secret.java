package info.powow.searchnode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The secret that clients of this node must know.
///
/// It is passed in a file or on the standard input. The command line is not suitable, because every
/// user of the machine can read it.
public final class Secret {
  private static final int MIN_LENGTH = 16;
  private static final int MAX_LENGTH = 256;

  private static volatile @Nullable Secret ofThisNode;

  private final byte[] authorization;

  private Secret(String secret) {
    if (secret.length() < MIN_LENGTH || secret.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "the secret of the search node must have "
              + MIN_LENGTH
              + " to "
              + MAX_LENGTH
              + " characters");
    }
    byte[] credentials = ("powow:" + secret).getBytes(StandardCharsets.UTF_8);
    authorization =
        ("Basic " + Base64.getEncoder().encodeToString(credentials))
            .getBytes(StandardCharsets.ISO_8859_1);
  }

  static Secret in(Path file) throws IOException {
    return new Secret(Files.readString(file).strip());
  }

  /// Reads the first line of a stream, and nothing beyond it.
  static Secret firstLineOf(InputStream input) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = input.read();
    while (next >= 0 && next != '\n' && line.size() <= MAX_LENGTH) {
      line.write(next);
      next = input.read();
    }
    return new Secret(line.toString(StandardCharsets.UTF_8).strip());
  }

  static void use(Secret secret) {
    ofThisNode = secret;
  }

  /// Whether an `Authorization` header contains the secret of this node. Compares in constant time.
  public static boolean isKnownBy(@Nullable String header) {
    Secret secret = ofThisNode;
    return secret != null
        && header != null
        && MessageDigest.isEqual(
            secret.authorization, header.getBytes(StandardCharsets.ISO_8859_1));
  }
}
