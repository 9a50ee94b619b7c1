package info.powow.images.store;

import info.powow.domain.image.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Keeps the bytes of pictures under their hash: what is kept of each, and the renditions that were
/// made of it.
///
/// What is put is there as a whole or not at all, and durable when the call returns; putting again
/// what is there says only that somebody needs it again. Every method fails with an [IOException] while the store is away.
public interface ImageStore extends AutoCloseable {
  /// The name of what everything else is made from. Lost, the picture is lost; renditions can be
  /// made again.
  String ORIGINAL = "original";

  /// @param name [#ORIGINAL] or that of a rendition: letters, digits, `-` and `.`
  void put(ContentHash hash, String name, Path file) throws IOException;

  Optional<Stored> find(ContentHash hash, String name) throws IOException;

  /// Deletes one of the files under a hash.
  void delete(ContentHash hash, String name) throws IOException;

  /// Deletes all that is under a hash, unless the original was put at that time or since: then
  /// somebody needs it again, and nothing is deleted. Putting and deleting never overlap.
  ///
  /// @return whether it was deleted
  boolean deleteAll(ContentHash hash, Instant unlessPutSince) throws IOException;

  /// Visits every file, those under one hash one after the other. What is put or deleted meanwhile
  /// may be visited or not.
  void each(Consumer<Entry> visitor) throws IOException;

  /// Deletes what a process left behind that ended while it put a file: what is so old that nobody
  /// is still putting it.
  ///
  /// @return how many such files there were
  int clearAbandoned() throws IOException;

  @Override
  void close();

  /// A file that is there.
  ///
  /// @param storedAt when it was (last) put
  record Entry(ContentHash hash, String name, long bytes, Instant storedAt) {}

  /// The bytes of a file.
  interface Stored {
    long bytes();

    /// From a place on.
    InputStream open(long from) throws IOException;
  }
}
