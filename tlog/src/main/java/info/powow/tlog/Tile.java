package info.powow.tlog;

/// The hashes of a tile, and of the complete subtrees over them.
final class Tile {
  private final byte[][] levels;
  private final int width;

  /// @param hashes 1 to 256 hashes of 32 bytes
  Tile(byte[] hashes) {
    this.width = hashes.length / TreeHash.BYTES;
    if (width < 1 || width > TilePath.WIDTH || hashes.length % TreeHash.BYTES != 0) {
      throw new IllegalArgumentException("a tile does not have " + hashes.length + " bytes");
    }
    int height = Integer.SIZE - Integer.numberOfLeadingZeros(width);
    this.levels = new byte[height][];
    levels[0] = hashes;
    for (int level = 1; level < height; level++) {
      levels[level] = TreeHash.ofPairs(levels[level - 1]);
    }
  }

  /// The hash of a subtree within the tile.
  TreeHash at(int level, int index) {
    return TreeHash.at(levels[level], index * TreeHash.BYTES);
  }

  /// The hash of a full tile, which stands in the tile above.
  TreeHash root() {
    return at(TilePath.HEIGHT, 0);
  }
}
