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

/// What a client has to know to be answered by this node.
///
/// It reaches the process through a file or the standard input. The command line is no way for it,
/// since every user of the machine can read those.
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

  /// The first line of a stream, of which nothing beyond that line is taken.
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

  /// Whether an `Authorization` header names the secret of this node. Takes as long for a good guess
  /// as for a bad one.
  public static boolean isKnownBy(@Nullable String header) {
    Secret secret = ofThisNode;
    return secret != null
        && header != null
        && MessageDigest.isEqual(
            secret.authorization, header.getBytes(StandardCharsets.ISO_8859_1));
  }
}
