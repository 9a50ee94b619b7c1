package info.powow.tlog;

import java.util.List;

/// The subtrees of a tree in memory, by the definition of RFC 9162, section 2.1.1: slow, and
/// independent of tiles.
final class MemoryTree {
  private MemoryTree() {}

  static Nodes of(List<byte[]> leaves) {
    return (level, index) ->
        hash(leaves.subList((int) (index << level), (int) ((index + 1) << level)));
  }

  static TreeHash hash(List<byte[]> leaves) {
    return switch (leaves.size()) {
      case 0 -> TreeHash.EMPTY;
      case 1 -> TreeHash.ofLeaf(leaves.getFirst());
      default -> {
        int split = Integer.highestOneBit(leaves.size() - 1);
        yield TreeHash.ofNode(
            hash(leaves.subList(0, split)), hash(leaves.subList(split, leaves.size())));
      }
    };
  }
}
