package info.powow.ops;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of the way of one message. Contains no text and no names.
///
/// @param trace the message's trace id
/// @param logIndex the index of its event in the log; 0 if unknown
/// @param devices how many frames were made for devices connected here; null before that
/// @param steps in the order of time
/// @param totalMillis from the first step to the flush; null before that
public record TracedMessage(
    String trace,
    String conversation,
    long position,
    long logIndex,
    @Nullable Integer devices,
    List<Step> steps,
    @Nullable Double totalMillis) {

  /// @param step a [Stage], or `projected`, `indexed` or `notified`
  /// @param afterMillis the time since the first step
  public record Step(String step, Instant at, double afterMillis) {}
}
