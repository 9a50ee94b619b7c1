package info.powow.tlog;

import java.io.IOException;

/// Reads tiles, from files or over HTTP.
@FunctionalInterface
public interface TileReader {
  /// The hashes of a tile, 32 bytes each; for [TilePath#ENTRIES], the leaves, each after its length
  /// (2 bytes, big-endian).
  ///
  /// @throws IOException if it cannot be read, or does not exist
  byte[] read(TilePath tile) throws IOException;
}
