package info.powow.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.ops.KeptMessages;
import info.powow.ops.LatencyWindow;
import info.powow.ops.MessageTrace;
import info.powow.ops.TracedMessage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Follows messages. No answer contains a text or a name.
@RestController
@Tag(name = "Operators")
final class MessagesController {
  private static final int MOST = 200;

  private final MessageTrace trace;
  private final Clock clock;

  MessagesController(MessageTrace trace, Clock clock) {
    this.trace = trace;
    this.clock = clock;
  }

  /// One step of a message.
  ///
  /// @param step `read`, `decided`, `queued`, `fsynced`, `receipt`, `taken`, `made`, `flushed`,
  ///     `projected`, `indexed`, `nearby`
  /// @param afterMillis the time since the first step
  record MessageStep(String step, Instant at, double afterMillis) {}

  /// The way of one message through this node.
  ///
  /// @param trace the first 128 bits of SHA-256(`conversation~position`)
  /// @param logIndex in the log; 0 if unknown
  /// @param devices frames for devices connected here; absent before they were made
  /// @param totalMillis from the first step to the flush; absent before it
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record MessageWay(
      String trace,
      String conversationId,
      long position,
      long logIndex,
      @Nullable Integer devices,
      @Nullable Double totalMillis,
      List<MessageStep> steps) {

    static MessageWay of(TracedMessage message) {
      return new MessageWay(
          message.trace(),
          message.conversation(),
          message.position(),
          message.logIndex(),
          message.devices(),
          message.totalMillis(),
          message.steps().stream()
              .map(step -> new MessageStep(step.step(), step.at(), step.afterMillis()))
              .toList());
    }
  }

  @Operation(summary = "The way of one message through this node, step by step")
  @GetMapping("/api/ops/messages/{conversation}/{position}")
  MessageWay message(@PathVariable String conversation, @PathVariable long position) {
    return trace
        .find(
            new ConversationId(conversation).value(), position, clock.instant(), System.nanoTime())
        .map(MessageWay::of)
        .orElseThrow(() -> new Rejected(Reason.MESSAGE_NOT_FOUND));
  }

  /// A message that is worth a look.
  ///
  /// @param destination of the frame, for a message that was refused; absent otherwise
  /// @param code why it was refused; absent otherwise
  /// @param traceparent of the client that follows it; absent otherwise
  /// @param message absent if it was refused
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record KeptMessage(
      @Nullable Instant at,
      @Nullable String destination,
      @Nullable String code,
      @Nullable String traceparent,
      @Nullable MessageWay message) {

    static KeptMessage of(KeptMessages.Kept kept) {
      return new KeptMessage(
          kept.at(),
          kept.position() == null ? kept.conversation() : null,
          kept.code(),
          kept.traceparent(),
          kept.message() == null ? null : MessageWay.of(kept.message()));
    }
  }

  /// @param slowAfterMillis beyond this, a message counts as slow
  /// @param lastMinute from the first step to the flush, for all messages
  record KeptMessageList(
      double slowAfterMillis, LatencyWindow.Percentiles lastMinute, List<KeptMessage> messages) {}

  @Operation(summary = "Messages that were slow, that failed, or that a client follows")
  @GetMapping("/api/ops/messages")
  KeptMessageList messages(
      @Parameter(description = "`slow`, `failed` or `followed`") @RequestParam String cause,
      @Parameter(description = "1 to 200") @RequestParam(defaultValue = "50") int limit) {
    KeptMessages.Cause kept =
        Arrays.stream(KeptMessages.Cause.values())
            .filter(each -> word(each).equals(cause))
            .findFirst()
            .orElseThrow(() ->
                Rejected.field(
                    "cause",
                    "one of "
                        + Arrays.stream(KeptMessages.Cause.values())
                            .map(MessagesController::word)
                            .collect(Collectors.joining(", ")),
                    "string"));
    if (limit < 1 || limit > MOST) {
      throw Rejected.field("limit", "1 to " + MOST, "another number");
    }
    return new KeptMessageList(
        trace.slowAfter().toNanos() / 1e6,
        trace.lastMinute(),
        trace.kept().newest(kept, limit).stream().map(KeptMessage::of).toList());
  }

  private static String word(KeptMessages.Cause cause) {
    return cause.name().toLowerCase(Locale.ROOT);
  }
}
