package info.powow.domain.replay;

/// One replay that is played to one listener. Thread-safe.
public interface ReplayPlayer extends AutoCloseable {
  /// @throws info.powow.domain.Rejected `invalid_request`, `replay_not_found` or `case_not_found`
  void control(ReplayControl control);

  /// Stops playing. The replay itself goes on, and can be listened to again.
  @Override
  void close();
}
