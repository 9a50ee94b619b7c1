package info.powow.axon.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands with the same routing key that go to Axon Server as one, in their order.
record CommandBatch(String key, List<Part> commands) {

  /// A command, as the serializer of messages wrote it.
  record Part(String id, String name, String type, String payload) {}

  /// What became of them, in the same order.
  record Answers(List<Answer> answers) {}

  /// @param type of what was answered, as the serializer names it; absent where nothing was
  /// @param refusal the code of the reason why it was refused
  /// @param failure what went wrong otherwise
  record Answer(
      @Nullable String type,
      @Nullable String payload,
      @Nullable String refusal,
      @Nullable String failure) {}
}
