package info.powow.eventlog.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The key with which a key folder is wrapped: given as text, or kept in a file.
///
/// @param text Base64 of 32 bytes; null when it is in the file
/// @param file where it is kept, and made with a new key folder
public record MasterKey(@Nullable String text, Path file) {
  private static final int BYTES = 32;
  static final String FILE = "master.key";

  /// @param text `powow.keys.master-key`
  /// @param file `powow.keys.master-key-file`; in the key folder when nobody says otherwise
  public static MasterKey of(@Nullable String text, @Nullable Path file, Path keyFolder) {
    return new MasterKey(
        text == null || text.isBlank() ? null : text,
        file == null ? keyFolder.resolve(FILE) : file);
  }

  /// Whether it can be made and replaced here.
  public boolean isFile() {
    return text == null;
  }

  /// Null when the file is not there.
  byte @Nullable [] read() throws IOException {
    if (text != null) {
      return decode(text, "powow.keys.master-key");
    }
    return Files.exists(file) ? decode(Files.readString(file), "The master key " + file) : null;
  }

  byte[] make() throws IOException {
    byte[] key = Aead.randomKey();
    SecretFiles.write(file, Base64.getEncoder().encodeToString(key) + "\n");
    return key;
  }

  Path next() {
    return file.resolveSibling(file.getFileName() + ".next");
  }

  static byte[] decode(String encoded, String what) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(encoded.strip());
    } catch (IllegalArgumentException e) {
      throw new KeysUnavailable(what + " is not Base64", e);
    }
    if (key.length != BYTES) {
      throw new KeysUnavailable(what + " is not Base64 of " + BYTES + " bytes");
    }
    return key;
  }

  @Override
  public String toString() {
    return isFile() ? file.toString() : "powow.keys.master-key";
  }
}
