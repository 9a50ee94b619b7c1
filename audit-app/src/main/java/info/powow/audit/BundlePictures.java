package info.powow.audit;

import info.powow.domain.ImageId;
import info.powow.domain.image.ContentHash;
import info.powow.eventlog.LoggedEvent;
import info.powow.images.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The pictures of a bundle. Each file is stored once, under the hash of its bytes, with a line for
/// each place where the picture is used.
final class BundlePictures {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NO_STORE = "the pictures cannot be read at the moment";
  private static final String NOT_STORED = "its bytes are not stored any more";
  private static final String DAMAGED = "its stored bytes are not those that were uploaded";

  private final @Nullable ImageStore images;
  private final Map<String, Boolean> present = new HashMap<>();
  private long missing;

  /// @param images null if this process has no image store
  BundlePictures(@Nullable ImageStore images) {
    this.images = images;
  }

  /// Whether each picture is in the bundle, by its hash.
  Map<String, Boolean> present() {
    return present;
  }

  /// The number of places whose picture is missing.
  long missing() {
    return missing;
  }

  /// Writes a line for each picture of an event.
  void list(OutputStream out, LoggedEvent event) throws IOException {
    if (SeenMessages.isErased(event)) {
      return;
    }
    for (Map.Entry<String, ImageId> picture :
        new TreeMap<>(BundlePages.pictures(event)).entrySet()) {
      list(out, event, picture.getKey(), picture.getValue());
    }
  }

  private void list(OutputStream out, LoggedEvent event, String hash, ImageId image)
      throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("conversation", event.stream());
    line.put("position", event.sequence());
    line.put("imageId", image.value());
    line.put("hash", hash);
    String why = whyMissing(hash);
    if (why != null) {
      line.put("missing", why);
      missing++;
    }
    if (present.size() == BundleZip.MAX_FILES) {
      throw new BundleZip.TooLarge();
    }
    present.put(hash, why == null);
    out.write(JSON.writeValueAsBytes(line));
    out.write('\n');
  }

  /// Adds the files of the pictures that were listed.
  void addFiles(BundleZip zip) throws IOException {
    List<String> hashes =
        present.entrySet().stream()
            .filter(Map.Entry::getValue)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    for (String hash : hashes) {
      ImageStore.Stored stored = find(hash);
      if (stored != null) {
        try (InputStream in = stored.open(0)) {
          zip.add("attachments/" + hash, in::transferTo);
        }
      }
    }
  }

  /// The reason why the picture is missing; null if it is there.
  private @Nullable String whyMissing(String hash) {
    if (present.getOrDefault(hash, false)) {
      return null;
    }
    try {
      ImageStore.Stored stored = find(hash);
      if (stored == null) {
        return images == null ? NO_STORE : NOT_STORED;
      }
      MessageDigest digest = BundleZip.sha256();
      try (InputStream in = stored.open(0);
          OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
        long unused = in.transferTo(out);
      }
      return HexFormat.of().formatHex(digest.digest()).equals(hash) ? null : DAMAGED;
    } catch (IOException _) {
      return NO_STORE;
    }
  }

  private ImageStore.@Nullable Stored find(String hash) throws IOException {
    return images == null
        ? null
        : images.find(new ContentHash(hash), ImageStore.ORIGINAL).orElse(null);
  }
}
