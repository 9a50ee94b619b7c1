package info.powow.axon.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands with the same routing key that are sent to Axon Server as one, in order.
record CommandBatch(String key, List<Part> commands) {

  /// A serialized command.
  record Part(String id, String name, String type, String payload) {}

  /// The answers, in the same order.
  record Answers(List<Answer> answers) {}

  /// @param type the serialized type of the answer; absent if there is none
  /// @param refusal the reason code of a refusal
  /// @param failure a description of any other failure
  record Answer(
      @Nullable String type,
      @Nullable String payload,
      @Nullable String refusal,
      @Nullable String failure) {}
}
