package info.powow.images.store;

import info.powow.domain.image.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Stores the bytes of pictures under their hash: the original and its renditions.
///
/// A write is atomic, and durable when the call returns. Writing an existing file again only renews
/// its time. Every method throws an [IOException] while the store is unavailable.
public interface ImageStore extends AutoCloseable {
  /// The name of the file from which renditions are made. If it is lost, the picture is lost.
  String ORIGINAL = "original";

  /// @param name [#ORIGINAL] or the name of a rendition: letters, digits, `-` and `.`
  void put(ContentHash hash, String name, Path file) throws IOException;

  Optional<Stored> find(ContentHash hash, String name) throws IOException;

  /// Deletes one of the files under a hash.
  void delete(ContentHash hash, String name) throws IOException;

  /// Deletes everything under a hash, unless the original was stored at or after the given time,
  /// which means that it is needed again. Writes and deletions never overlap.
  ///
  /// @return whether it was deleted
  boolean deleteAll(ContentHash hash, Instant unlessPutSince) throws IOException;

  /// Visits every file; those under one hash are consecutive. Files that are written or deleted
  /// meanwhile may or may not be visited.
  void each(Consumer<Entry> visitor) throws IOException;

  /// Deletes partial files of processes that ended during a write: those too old to be in progress.
  ///
  /// @return the number of deleted files
  int clearAbandoned() throws IOException;

  @Override
  void close();

  /// A stored file.
  ///
  /// @param storedAt when it was last written
  record Entry(ContentHash hash, String name, long bytes, Instant storedAt) {}

  /// The bytes of a file.
  interface Stored {
    long bytes();

    /// Opens the file at an offset.
    InputStream open(long from) throws IOException;
  }
}
