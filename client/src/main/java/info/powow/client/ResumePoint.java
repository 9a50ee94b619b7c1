package info.powow.client;

import java.util.Map;

/// How far a device has come: what an app stores, to go on from there after a restart.
///
/// @param epoch the epoch of the log that the positions belong to; empty before the first catch-up
/// @param positions the last position seen, by conversation
public record ResumePoint(String epoch, Map<String, Long> positions) {
  /// Of a device that has seen nothing yet: it receives the newest events of each conversation.
  public static final ResumePoint START = new ResumePoint("", Map.of());

  public ResumePoint {
    positions = Map.copyOf(positions);
  }
}
