package info.powow.tlog;

/// The hashes of the complete subtrees of a tree.
@FunctionalInterface
public interface Nodes {
  /// The hash of the subtree with `2^level` leaves that begins with leaf `index * 2^level`.
  ///
  /// @param level 0 for leaves
  TreeHash at(int level, long index);
}
