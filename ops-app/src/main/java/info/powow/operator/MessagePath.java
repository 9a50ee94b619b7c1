package info.powow.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.ops.TracedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The path of one message through all nodes that answer.
///
/// @param trace the first 128 bits of SHA-256(`conversation~position`)
/// @param logIndex in the log; 0 if unknown
/// @param devices the number of frames for devices, on all nodes; absent before they were made
/// @param totalMillis from the first step to the last flush; absent before the flush
/// @param clocksDisagree whether the clocks of the nodes contradict the order of the steps, so that
///     times between nodes are wrong
/// @param silent nodes that did not answer: steps there are missing
@JsonInclude(JsonInclude.Include.NON_NULL)
record MessagePath(
    String trace,
    String conversationId,
    long position,
    long logIndex,
    @Nullable Integer devices,
    @Nullable Double totalMillis,
    boolean clocksDisagree,
    List<MessageStep> steps,
    List<String> silent) {
  private static final String FLUSHED = "flushed";
  private static final double NANOS_A_MILLI = 1e6;

  /// These steps happen in this order, on any nodes. Other steps do not wait for each other.
  private static final List<String> ORDER = List.of("read", "decided", "queued", "fsynced");

  /// Each of these comes after all of [#ORDER].
  private static final Set<String> LATER = Set.of("receipt", "taken", "made", FLUSHED);

  /// One step of a message.
  ///
  /// @param step `read`, `decided`, `queued`, `fsynced`, `receipt`, `taken`, `made`, `flushed`,
  ///     `projected`, `indexed`, `nearby`
  /// @param node where it happened
  /// @param afterMillis the time since the first step
  record MessageStep(String step, String node, Instant at, double afterMillis) {}

  static MessagePath of(String node, TracedMessage message) {
    return joined(
        List.of(
            new MessagePath(
                message.trace(),
                message.conversation(),
                message.position(),
                message.logIndex(),
                message.devices(),
                message.totalMillis(),
                false,
                message.steps().stream()
                    .map(step -> new MessageStep(step.step(), node, step.at(), step.afterMillis()))
                    .toList(),
                List.of())),
        List.of());
  }

  /// Merges the steps of several nodes, in the order of their times.
  ///
  /// @param ways at least one
  static MessagePath joined(List<MessagePath> ways, List<String> silent) {
    MessagePath any = ways.getFirst();
    List<MessageStep> steps = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (MessagePath way : ways) {
      for (MessageStep step : way.steps()) {
        // Nodes that work on the same projection report the same progress.
        if (known.add(step.step() + ' ' + step.node())) {
          steps.add(step);
        }
      }
    }
    // Stable: steps of one node at the same time keep their order.
    steps.sort(Comparator.comparing(MessageStep::at));
    List<MessageStep> ordered = new ArrayList<>();
    for (MessageStep step : steps) {
      ordered.add(
          new MessageStep(
              step.step(), step.node(), step.at(), millis(steps.getFirst().at(), step.at())));
    }
    List<Integer> devices =
        ways.stream().map(MessagePath::devices).filter(Objects::nonNull).toList();
    return new MessagePath(
        any.trace(),
        any.conversationId(),
        any.position(),
        ways.stream().mapToLong(MessagePath::logIndex).max().orElse(0),
        devices.isEmpty() ? null : devices.stream().mapToInt(Integer::intValue).sum(),
        total(ordered),
        contradicts(ordered),
        ordered,
        silent);
  }

  private static @Nullable Double total(List<MessageStep> steps) {
    return steps.stream()
        .filter(step -> step.step().equals(FLUSHED))
        .map(MessageStep::afterMillis)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static boolean contradicts(List<MessageStep> steps) {
    int reached = -1;
    boolean later = false;
    for (MessageStep step : steps) {
      int place = ORDER.indexOf(step.step());
      if (place >= 0) {
        if (later || place < reached) {
          return true;
        }
        reached = place;
      } else if (LATER.contains(step.step())) {
        later = true;
      }
    }
    return false;
  }

  private static double millis(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / NANOS_A_MILLI;
  }
}
