package info.powow.eventlog.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One file of a key folder: some thousand roots, sealed under the shard's own key, which stands in
/// its first line, wrapped. Each line after it is one owner: `key OWNER SEALED`, or the tombstone
/// `destroyed OWNER MILLIS`.
///
/// A crash may leave half a line at the end. Nobody was told that it was durable, so it is dropped.
final class Shard {
  static final int MAX_OWNERS = 4_096;
  private static final String HEADER = "powow-keys ";
  private static final String KEY = "key ";
  private static final String DESTROYED = "destroyed ";
  private static final byte[] NOTHING = {};

  private final Path file;
  private final byte[] folderKey;
  private byte[] key;
  private String header;
  private long length;
  private final Map<String, Root> roots = new LinkedHashMap<>();

  private Shard(Path file, byte[] folderKey, byte[] key, String header) {
    this.file = file;
    this.folderKey = folderKey;
    this.key = key;
    this.header = header;
  }

  static Shard make(Path file, byte[] folderKey) throws IOException {
    byte[] key = Aead.randomKey();
    Shard shard = new Shard(file, folderKey, key, header(key, folderKey));
    SecretFiles.write(file, shard.content());
    shard.length = Files.size(file);
    return shard;
  }

  static Shard load(Path file, byte[] folderKey) throws IOException {
    String content = wholeLines(Files.readString(file, StandardCharsets.UTF_8));
    String header = firstLine(content);
    byte[] key =
        header.startsWith(HEADER)
            ? Aead.open(folderKey, decode(header.substring(HEADER.length()), file), NOTHING)
            : null;
    if (key == null) {
      throw damaged(file);
    }
    Shard shard = new Shard(file, folderKey, key, header);
    content.lines().skip(1).forEach(shard::read);
    shard.length = content.getBytes(StandardCharsets.UTF_8).length;
    return shard;
  }

  private static String header(byte[] key, byte[] folderKey) {
    return HEADER + Base64.getEncoder().encodeToString(Aead.seal(folderKey, key, NOTHING));
  }

  private static String wholeLines(String content) {
    return content.substring(0, content.lastIndexOf('\n') + 1);
  }

  private static String firstLine(String content) {
    return content.substring(0, Math.max(0, content.indexOf('\n')));
  }

  private void read(String line) {
    String[] words = line.split(" ", 3);
    if (words.length != 3) {
      throw damaged(file);
    }
    String owner = words[1];
    if (line.startsWith(KEY)) {
      byte[] secret =
          Aead.open(key, decode(words[2], file), owner.getBytes(StandardCharsets.UTF_8));
      if (secret == null) {
        throw damaged(file);
      }
      roots.put(owner, new Root.Present(secret));
    } else if (line.startsWith(DESTROYED)) {
      roots.put(owner, new Root.Destroyed(Instant.ofEpochMilli(Long.parseLong(words[2]))));
    } else {
      throw damaged(file);
    }
  }

  private static byte[] decode(String base64, Path file) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw damaged(file);
    }
  }

  private static KeysUnavailable damaged(Path file) {
    return new KeysUnavailable(
        "The file of keys "
            + file
            + " is damaged. Put your newest copy of the key folder in its place.");
  }

  Path file() {
    return file;
  }

  Map<String, Root> roots() {
    return roots;
  }

  boolean isFull() {
    return roots.size() >= MAX_OWNERS;
  }

  /// Whether another process wrote to it since.
  boolean hasChanged() throws IOException {
    if (Files.size(file) != length) {
      return true;
    }
    try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return !lines.findFirst().orElse("").equals(header);
    }
  }

  /// Durable when it returns.
  void add(Map<String, Root.Present> added) throws IOException {
    StringBuilder lines = new StringBuilder();
    added.forEach((owner, root) -> lines.append(line(owner, root)));
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      // What a crash, or a disk that was full, left of a line.
      channel.truncate(length);
      channel.position(length);
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
    length += bytes.length;
    roots.putAll(added);
  }

  /// Writes the shard anew under another key, so that no copy of its file and no key in it opens
  /// the roots of these owners any more.
  void destroy(Collection<String> owners, Instant at) throws IOException {
    Map<String, Root> before = new LinkedHashMap<>();
    for (String owner : owners) {
      Root known = roots.put(owner, new Root.Destroyed(at));
      if (known != null) {
        before.put(owner, known);
      }
    }
    byte[] oldKey = key;
    String oldHeader = header;
    key = Aead.randomKey();
    header = header(key, folderKey);
    boolean written = false;
    try {
      SecretFiles.replaceAndWipe(file, content());
      length = Files.size(file);
      written = true;
    } finally {
      if (!written) {
        key = oldKey;
        header = oldHeader;
        roots.putAll(before);
      }
    }
  }

  private String content() {
    StringBuilder content = new StringBuilder(header).append('\n');
    roots.forEach((owner, root) -> content.append(line(owner, root)));
    return content.toString();
  }

  private String line(String owner, @Nullable Root root) {
    return switch (root) {
      case Root.Present(byte[] secret) ->
          KEY
              + owner
              + ' '
              + Base64.getEncoder()
                  .encodeToString(Aead.seal(key, secret, owner.getBytes(StandardCharsets.UTF_8)))
              + '\n';
      case Root.Destroyed(Instant at) -> DESTROYED + owner + ' ' + at.toEpochMilli() + '\n';
      case null -> throw new IllegalStateException("an owner has a key or a tombstone");
    };
  }
}
