package info.powow.tlog;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// Whether a checkpoint continues an older one of the same log, decided from the log's tiles.
public sealed interface Continuation {
  /// The newer tree begins with all leaves of the older one.
  record Continues(List<TreeHash> proof) implements Continuation {}

  /// The log signed two histories: the tiles are those of the newer checkpoint, and the older one has
  /// another root at its size. Nothing that the log serves later can repair this.
  record Fork(TreeHash rootThen, TreeHash rootNow) implements Continuation {}

  /// The tiles are not those of the newer checkpoint, or could not be read. This decides nothing.
  record Undecided(String why) implements Continuation {}

  /// @param older not larger than the newer one
  /// @param tiles those of the newer one
  static Continuation between(Checkpoint older, Checkpoint newer, TileReader tiles) {
    if (older.size() > newer.size()) {
      throw new IllegalArgumentException("the older checkpoint is the larger one");
    }
    if (older.size() == newer.size()) {
      return older.root().equals(newer.root())
          ? new Continues(List.of())
          : new Fork(older.root(), newer.root());
    }
    if (older.size() == 0) {
      return new Continues(List.of());
    }
    List<TreeHash> proof;
    try {
      proof =
          Proofs.consistencyFromRoot(
              older.size(), newer.size(), new TileNodes(newer.size(), tiles));
    } catch (UncheckedIOException e) {
      return new Undecided("the tiles cannot be read: " + e.getMessage());
    }
    Optional<Verification.Roots> roots =
        Verification.roots(older.size(), newer.size(), proof)
            .filter(found -> found.current().equals(newer.root()));
    if (roots.isEmpty()) {
      return new Undecided("the tiles are not those of the checkpoint");
    }
    TreeHash rootNow = roots.get().old();
    return rootNow.equals(older.root()) ? new Continues(proof) : new Fork(older.root(), rootNow);
  }
}
