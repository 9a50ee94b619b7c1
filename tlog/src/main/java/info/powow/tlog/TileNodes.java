package info.powow.tlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The hashes of a tree of a given size, read from its tiles. Remembers the tiles used last. Not
/// thread-safe.
public final class TileNodes implements Nodes {
  private static final int REMEMBERED = 256;

  private final long size;
  private final TileReader reader;
  private final Map<TilePath, Tile> remembered =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TilePath, Tile> eldest) {
          return size() > REMEMBERED;
        }
      };

  public TileNodes(long size, TileReader reader) {
    this.size = size;
    this.reader = reader;
  }

  /// @throws UncheckedIOException if a tile cannot be read, or is not as long as it has to be
  @Override
  public TreeHash at(int level, long index) {
    // The root of a full tile stands in the tile above, so levels within a tile are 0 to 7.
    int tileLevel = level / TilePath.HEIGHT;
    int levelInTile = level % TilePath.HEIGHT;
    int perTile = TilePath.HEIGHT - levelInTile;
    long tileIndex = index >>> perTile;
    int width = TilePath.widthIn(size, tileLevel, tileIndex);
    int indexInTile = (int) (index - (tileIndex << perTile));
    if ((indexInTile + 1) << levelInTile > width) {
      throw new IllegalArgumentException(
          "a tree of " + size + " leaves has no node " + index + " at level " + level);
    }
    return tile(new TilePath(tileLevel, tileIndex, width)).at(levelInTile, indexInTile);
  }

  private Tile tile(TilePath path) {
    Tile known = remembered.get(path);
    if (known != null) {
      return known;
    }
    Tile read;
    try {
      byte[] bytes = reader.read(path);
      if (bytes.length != path.width() * TreeHash.BYTES) {
        throw new IOException(path + " has " + bytes.length + " bytes");
      }
      read = new Tile(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    remembered.put(path, read);
    return read;
  }
}
