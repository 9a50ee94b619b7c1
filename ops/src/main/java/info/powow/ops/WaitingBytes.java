package info.powow.ops;

import java.util.List;

/// Tells which clients are slow to take what is sent to them.
public interface WaitingBytes {
  /// @param person who is connected; empty before sign-in
  /// @param session the session of the token; empty if it has none
  /// @param bytes that wait to be taken
  record Waiting(String person, String session, long bytes) {}

  /// The connections with the most waiting bytes first.
  List<Waiting> most(int limit);
}
