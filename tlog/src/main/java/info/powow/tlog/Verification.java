package info.powow.tlog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Verifies proofs (RFC 9162, sections 2.1.3.2 and 2.1.4.2). A proof that does not fit the sizes is
/// invalid, never an error.
public final class Verification {
  private Verification() {}

  /// Whether a leaf is in the tree with this size and root.
  ///
  /// @param index counted from 0
  public static boolean inclusion(
      TreeHash leaf, long index, long size, List<TreeHash> proof, TreeHash root) {
    if (index < 0 || index >= size) {
      return false;
    }
    long first = index;
    long last = size - 1;
    TreeHash hash = leaf;
    for (TreeHash beside : proof) {
      if (last == 0) {
        return false;
      }
      if ((first & 1) == 1 || first == last) {
        hash = TreeHash.ofNode(beside, hash);
        while ((first & 1) == 0 && first != 0) {
          first >>>= 1;
          last >>>= 1;
        }
      } else {
        hash = TreeHash.ofNode(hash, beside);
      }
      first >>>= 1;
      last >>>= 1;
    }
    return last == 0 && hash.equals(root);
  }

  /// Whether the tree with this size and root continues the old one.
  public static boolean consistency(
      long oldSize, TreeHash oldRoot, long size, TreeHash root, List<TreeHash> proof) {
    if (oldSize < 0 || oldSize > size) {
      return false;
    }
    if (oldSize == size) {
      return proof.isEmpty() && oldRoot.equals(root);
    }
    if (oldSize == 0) {
      return proof.isEmpty() && oldRoot.equals(TreeHash.EMPTY);
    }
    List<TreeHash> whole = proof;
    if (Long.bitCount(oldSize) == 1) {
      whole = new ArrayList<>(proof.size() + 1);
      whole.add(oldRoot);
      whole.addAll(proof);
    }
    return roots(oldSize, size, whole)
        .filter(roots -> roots.old().equals(oldRoot) && roots.current().equals(root))
        .isPresent();
  }

  /// The roots that a proof leads to, which always names the first hash. Empty if it does not fit the
  /// sizes.
  static Optional<Roots> roots(long oldSize, long size, List<TreeHash> proof) {
    if (proof.isEmpty() || oldSize < 1 || oldSize >= size) {
      return Optional.empty();
    }
    long first = oldSize - 1;
    long last = size - 1;
    while ((first & 1) == 1) {
      first >>>= 1;
      last >>>= 1;
    }
    TreeHash old = proof.getFirst();
    TreeHash current = old;
    for (TreeHash beside : proof.subList(1, proof.size())) {
      if (last == 0) {
        return Optional.empty();
      }
      if ((first & 1) == 1 || first == last) {
        old = TreeHash.ofNode(beside, old);
        current = TreeHash.ofNode(beside, current);
        while ((first & 1) == 0 && first != 0) {
          first >>>= 1;
          last >>>= 1;
        }
      } else {
        current = TreeHash.ofNode(current, beside);
      }
      first >>>= 1;
      last >>>= 1;
    }
    return last == 0 ? Optional.of(new Roots(old, current)) : Optional.empty();
  }

  record Roots(TreeHash old, TreeHash current) {}
}
