package info.powow.tlog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Computes roots and proofs (RFC 9162, section 2.1) from the hashes of complete subtrees. Leaves are
/// counted from 0.
public final class Proofs {
  private Proofs() {}

  /// The root of the tree with the first `size` leaves.
  public static TreeHash root(long size, Nodes nodes) {
    if (size < 0) {
      throw new IllegalArgumentException("a tree has no " + size + " leaves");
    }
    return size == 0 ? TreeHash.EMPTY : hash(0, size, nodes);
  }

  /// Proves that a leaf is in the tree with the first `size` leaves: the hashes beside its path,
  /// from the leaf up (section 2.1.3.1).
  public static List<TreeHash> inclusion(long index, long size, Nodes nodes) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("a tree of " + size + " leaves has no leaf " + index);
    }
    List<TreeHash> path = new ArrayList<>();
    long start = 0;
    long end = size;
    while (end - start > 1) {
      long middle = start + split(end - start);
      if (index < middle) {
        path.add(hash(middle, end, nodes));
        end = middle;
      } else {
        path.add(hash(start, middle, nodes));
        start = middle;
      }
    }
    Collections.reverse(path);
    return path;
  }

  /// Proves that the tree with the first `size` leaves continues the one with the first `oldSize`
  /// (section 2.1.4.1). Empty if the sizes are equal, or the old tree is empty.
  public static List<TreeHash> consistency(long oldSize, long size, Nodes nodes) {
    List<TreeHash> proof = consistencyFromRoot(oldSize, size, nodes);
    // The verifier knows the root of a complete old tree, so it is left out.
    return !proof.isEmpty() && Long.bitCount(oldSize) == 1 ? proof.subList(1, proof.size()) : proof;
  }

  /// Like [#consistency], but always begins with the hash that both roots are computed from.
  static List<TreeHash> consistencyFromRoot(long oldSize, long size, Nodes nodes) {
    if (oldSize < 0 || oldSize > size) {
      throw new IllegalArgumentException(
          "a tree of " + size + " leaves does not continue one of " + oldSize);
    }
    if (oldSize == 0 || oldSize == size) {
      return List.of();
    }
    List<TreeHash> proof = new ArrayList<>();
    long start = 0;
    long end = size;
    while (end != oldSize) {
      long middle = start + split(end - start);
      if (oldSize <= middle) {
        proof.add(hash(middle, end, nodes));
        end = middle;
      } else {
        proof.add(hash(start, middle, nodes));
        start = middle;
      }
    }
    proof.add(hash(start, end, nodes));
    Collections.reverse(proof);
    return proof;
  }

  /// The largest power of two that is less than the length.
  static long split(long length) {
    return Long.highestOneBit(length - 1);
  }

  /// The hash of a range that begins where a subtree of its length may begin.
  static TreeHash hash(long start, long end, Nodes nodes) {
    List<TreeHash> subtrees = new ArrayList<>();
    long at = start;
    while (at < end) {
      long leaves = Long.highestOneBit(end - at);
      int level = Long.numberOfTrailingZeros(leaves);
      subtrees.add(nodes.at(level, at >>> level));
      at += leaves;
    }
    TreeHash hash = subtrees.removeLast();
    while (!subtrees.isEmpty()) {
      hash = TreeHash.ofNode(subtrees.removeLast(), hash);
    }
    return hash;
  }
}
