package info.powow.projector;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which node works on which segment of a projection. The claims are records in a store that all
/// nodes share.
///
/// The epoch of a claim rises each time the claim is taken. Updates with an outdated epoch have no
/// effect.
public interface Claims {
  /// The claim of one segment.
  ///
  /// @param owner the node that works on it; null if released
  /// @param beat rises each time the owner renews the claim
  /// @param reached the log index up to which the whole segment is written
  record Claim(int segment, @Nullable String owner, long epoch, long beat, long reached) {}

  /// @param bySegment claims that were ever taken
  /// @param nodes the available nodes, each with a number that rises while the node is alive
  record All(Map<Integer, Claim> bySegment, Map<String, Long> nodes) {}

  All find();

  /// Takes a segment, unless its claim has changed since it was seen.
  ///
  /// @param seen null if there was no claim
  /// @return the new claim; null if another node was faster
  @Nullable Claim take(int segment, @Nullable Claim seen, String node);

  /// Renews the claims that a node owns, and publishes their progress. Ignores claims that the node
  /// has lost.
  void renew(String node, Collection<Claim> own);

  /// Releases a segment.
  void release(Claim own);

  /// Removes this node from the list of nodes.
  void leave(String node);

  /// Removes a dead node, unless it has renewed since it was seen.
  void forget(String node, long seen);
}
