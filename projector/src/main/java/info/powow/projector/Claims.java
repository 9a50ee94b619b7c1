package info.powow.projector;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who works on which segment of a projection: records in a store that all nodes share.
///
/// A claim has an epoch, which rises each time it is taken. Whoever comes with an old one changes
/// nothing.
public interface Claims {
  /// What is known of a segment.
  ///
  /// @param owner the node that works on it; null when it was released
  /// @param beat rises each time the owner says that it is there
  /// @param reached place in the log up to which all of the segment is written
  record Claim(int segment, @Nullable String owner, long epoch, long beat, long reached) {}

  /// @param bySegment those that were ever taken
  /// @param nodes the nodes that want to work, each with a number that rises while it is there
  record All(Map<Integer, Claim> bySegment, Map<String, Long> nodes) {}

  All find();

  /// Takes a segment, unless something has happened to its claim since it was seen.
  ///
  /// @param seen null when there was none
  /// @return the claim as it is now; null when another was quicker
  @Nullable Claim take(int segment, @Nullable Claim seen, String node);

  /// Says that the node is there, and how far it is with what it has. What it does not have any
  /// more is passed over.
  void renew(String node, Collection<Claim> own);

  /// Gives a segment back to whoever wants it.
  void release(Claim own);

  /// The node does not want to work any more.
  void leave(String node);

  /// Removes a node that was not there for long, unless it is again.
  void forget(String node, long seen);
}
