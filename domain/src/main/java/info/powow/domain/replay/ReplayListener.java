package info.powow.domain.replay;

import info.powow.domain.Reason;

/// Receives the events of a replay, one after the other, on a thread of the replay.
public interface ReplayListener {
  /// Takes an event, and returns when there is room for another one. So a slow listener slows only
  /// itself.
  ///
  /// @param json an object, as it was in the log; `{"type":"replayed"}` after the last one
  /// @return whether it wants more
  boolean take(byte[] json);

  /// Nothing more comes.
  void ended(Reason reason);
}
