package info.powow.tlog.witness;

import info.powow.tlog.MalformedNote;
import info.powow.tlog.SignatureType;
import info.powow.tlog.SignedNote;
import info.powow.tlog.SigningKey;
import info.powow.tlog.VerifierKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a witness remembers of one log, in one file that its owner alone may read: its own keys, the
/// log's key, the newest checkpoint that it cosigned, and the proof of a fork if it saw one.
///
/// @param keys the witness's own
/// @param log the key that it trusts for the log
/// @param cosigned the newest checkpoint that it cosigned; null before the first
/// @param forked a checkpoint that does not continue an older one; null unless there was one
record WitnessState(
    List<SigningKey> keys,
    VerifierKey log,
    @Nullable SignedNote cosigned,
    @Nullable SignedNote forked) {
  private static final String FORMAT = "powow witness, format 1";

  WitnessState withCosigned(SignedNote note) {
    return new WitnessState(keys, log, note, forked);
  }

  WitnessState withFork(SignedNote note) {
    return new WitnessState(keys, log, cosigned, note);
  }

  /// @throws IOException if there is a file, but not one that a witness wrote
  static @Nullable WitnessState read(Path file) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return null;
    }
    try {
      if (lines.isEmpty() || !lines.getFirst().equals(FORMAT)) {
        throw new MalformedNote("its first line is not '" + FORMAT + "'");
      }
      Map<String, String> values = new LinkedHashMap<>();
      for (String line : lines.subList(1, lines.size())) {
        int blank = line.indexOf(' ');
        if (blank < 1) {
          throw new MalformedNote("it has a line without a value");
        }
        values.put(line.substring(0, blank), line.substring(blank + 1));
      }
      String name = required(values, "name");
      List<SigningKey> keys = new ArrayList<>();
      for (SignatureType type :
          List.of(SignatureType.ED25519_COSIGNATURE, SignatureType.ML_DSA_44_COSIGNATURE)) {
        keys.add(SigningKey.decode(name, type, required(values, keyword(type))));
      }
      return new WitnessState(
          keys,
          VerifierKey.parse(required(values, "log")),
          note(values.get("cosigned")),
          note(values.get("forked")));
    } catch (MalformedNote e) {
      throw new IOException(file + " is not the state of a witness: " + e.getMessage(), e);
    }
  }

  private static String required(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new MalformedNote("it has no line '" + name + "'");
    }
    return value;
  }

  private static String keyword(SignatureType type) {
    return "key-" + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable SignedNote note(@Nullable String base64) {
    try {
      return base64 == null
          ? null
          : SignedNote.parse(
              new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new MalformedNote("it has a note that is not Base64");
    }
  }

  /// Durable when it returns.
  void write(Path file) throws IOException {
    StringBuilder content = new StringBuilder(FORMAT).append('\n');
    content.append("name ").append(keys.getFirst().verifier().name()).append('\n');
    for (SigningKey key : keys) {
      content.append(keyword(key.verifier().type())).append(' ').append(key.encoded()).append('\n');
    }
    content.append("log ").append(log).append('\n');
    append(content, "cosigned", cosigned);
    append(content, "forked", forked);
    Path target = file.toAbsolutePath();
    Path unfinished = target.resolveSibling(target.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    if (target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(unfinished);
    }
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.toString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = target.getParent();
    if (folder != null && target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void append(StringBuilder content, String name, @Nullable SignedNote note) {
    if (note != null) {
      content
          .append(name)
          .append(' ')
          .append(
              Base64.getEncoder().encodeToString(note.toString().getBytes(StandardCharsets.UTF_8)))
          .append('\n');
    }
  }

  /// Without the keys: what is printed ends up in a log.
  @Override
  public String toString() {
    return "WitnessState[" + log.name() + "]";
  }
}
