package info.powow.tlog;

import java.util.function.Supplier;

/// Proves many leaves of one tree at once. The proof consists of the hashes of the largest subtrees
/// that contain none of these leaves, from left to right. It is read and written in one pass, with
/// memory for one path, and is much smaller than a proof for each leaf (RFC 9162, section 2.1.3).
public final class SparseProof {
  private SparseProof() {}

  /// The leaves that are proved, from left to right.
  public interface Leaves {
    /// The index of the next leaf, counted from 0; [Long#MAX_VALUE] after the last.
    long next();

    /// The hash of the next leaf, and goes on to the one after it.
    TreeHash take();
  }

  /// Receives the hashes of a proof.
  @FunctionalInterface
  public interface Sink<E extends Exception> {
    void accept(TreeHash hash) throws E;
  }

  /// Computes the proof for these leaves in the tree with the first `size` leaves. Their hashes are
  /// not used.
  public static <E extends Exception> void prove(
      long size, Leaves leaves, Nodes nodes, Sink<E> proof) throws E {
    if (size > 0) {
      prove(0, size, leaves, nodes, proof);
    }
  }

  private static <E extends Exception> void prove(
      long start, long end, Leaves leaves, Nodes nodes, Sink<E> proof) throws E {
    if (leaves.next() >= end) {
      proof.accept(Proofs.hash(start, end, nodes));
    } else if (end - start == 1) {
      leaves.take();
    } else {
      long middle = start + Proofs.split(end - start);
      prove(start, middle, leaves, nodes, proof);
      prove(middle, end, leaves, nodes, proof);
    }
  }

  /// The root of the tree with the first `size` leaves, according to these leaves and the proof. They
  /// are in the tree if it is the root of the tree, and if no leaf and no hash is left over.
  ///
  /// @param proof its hashes, one after the other
  public static TreeHash root(long size, Leaves leaves, Supplier<TreeHash> proof) {
    return size == 0 ? TreeHash.EMPTY : root(0, size, leaves, proof);
  }

  private static TreeHash root(long start, long end, Leaves leaves, Supplier<TreeHash> proof) {
    if (leaves.next() >= end) {
      return proof.get();
    }
    if (end - start == 1) {
      return leaves.take();
    }
    long middle = start + Proofs.split(end - start);
    TreeHash left = root(start, middle, leaves, proof);
    return TreeHash.ofNode(left, root(middle, end, leaves, proof));
  }
}
