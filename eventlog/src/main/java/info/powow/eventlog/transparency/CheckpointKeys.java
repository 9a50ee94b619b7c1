package info.powow.eventlog.transparency;

import info.powow.eventlog.keys.Aead;
import info.powow.eventlog.keys.KeysUnavailable;
import info.powow.eventlog.keys.SecretFiles;
import info.powow.eventlog.seal.Sealing;
import info.powow.tlog.MalformedNote;
import info.powow.tlog.SignatureType;
import info.powow.tlog.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The keys that sign checkpoints: Ed25519 and ML-DSA-44. They are made once, and kept in the file
/// `tlog.key` of the key folder, sealed under a key of that folder.
public final class CheckpointKeys {
  static final String FILE = "tlog.key";
  private static final List<SignatureType> TYPES =
      List.of(SignatureType.ED25519, SignatureType.ML_DSA_44_COSIGNATURE);
  private static final byte[] BOUND = "powow tlog.key 1".getBytes(StandardCharsets.US_ASCII);

  private CheckpointKeys() {}

  /// @param origin of the log, which is the name of the keys
  /// @throws KeysUnavailable if the file is not that of this key folder
  public static List<SigningKey> open(Path keyFolder, Sealing sealing, String origin) {
    Path file = keyFolder.resolve(FILE);
    byte[] under = sealing.transparencyKey("signing keys");
    try {
      return Files.exists(file) ? read(file, under, origin) : make(file, under, origin);
    } catch (IOException e) {
      throw new UncheckedIOException("The key " + file + " is not usable", e);
    }
  }

  private static List<SigningKey> make(Path file, byte[] under, String origin) throws IOException {
    List<SigningKey> keys = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    for (SignatureType type : TYPES) {
      SigningKey key = SigningKey.make(origin, type);
      keys.add(key);
      plain.append(key.encoded()).append('\n');
    }
    byte[] sealed = Aead.seal(under, plain.toString().getBytes(StandardCharsets.UTF_8), BOUND);
    SecretFiles.write(file, Base64.getEncoder().encodeToString(sealed) + "\n");
    return keys;
  }

  private static List<SigningKey> read(Path file, byte[] under, String origin) throws IOException {
    try {
      byte[] plain =
          Aead.open(under, Base64.getDecoder().decode(Files.readString(file).strip()), BOUND);
      if (plain == null) {
        throw new MalformedNote("it was sealed with another key");
      }
      List<String> lines = new String(plain, StandardCharsets.UTF_8).lines().toList();
      List<SigningKey> keys = new ArrayList<>();
      for (int i = 0; i < TYPES.size(); i++) {
        keys.add(SigningKey.decode(origin, TYPES.get(i), lines.get(i)));
      }
      return keys;
    } catch (MalformedNote | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new KeysUnavailable(
          "The keys of the transparency log in "
              + file
              + " are not those of this key folder. Put your newest copy of the file back; without"
              + " it, witnesses do not accept this log any more.",
          e);
    }
  }
}
