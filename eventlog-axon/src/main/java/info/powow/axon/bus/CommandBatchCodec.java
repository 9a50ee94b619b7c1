package info.powow.axon.bus;

import info.powow.axon.bus.CommandBatch.Answer;
import info.powow.axon.bus.CommandBatch.Part;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.util.Arrays;
import java.util.Optional;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;

/// Commands and their answers as parts of a [CommandBatch].
record CommandBatchCodec(Serializer messages) {

  Part part(CommandMessage<?> command) {
    SerializedObject<String> payload = messages.serialize(command.getPayload(), String.class);
    return new Part(
        command.getIdentifier(),
        command.getCommandName(),
        payload.getType().getName(),
        payload.getData());
  }

  CommandMessage<?> command(Part part) {
    return new GenericCommandMessage<>(
        new GenericMessage<>(
            part.id(), object(part.type(), part.payload()), MetaData.emptyInstance()),
        part.name());
  }

  /// @param result of a refused command, or of one that was done
  Answer answer(CommandResultMessage<?> result) {
    if (result.isExceptional()) {
      return switch (result.exceptionResult()) {
        case Rejected refusal -> new Answer(null, null, refusal.reason().code(), null);
        // A node that is starting has not all its handlers yet.
        case NoHandlerForCommandException _ ->
            new Answer(null, null, Reason.LOG_UNAVAILABLE.code(), null);
        case Throwable failure -> new Answer(null, null, null, failure.getClass().getName());
      };
    }
    Object payload = result.getPayload();
    if (payload == null) {
      return new Answer(null, null, null, null);
    }
    SerializedObject<String> written = messages.serialize(payload, String.class);
    return new Answer(written.getType().getName(), written.getData(), null, null);
  }

  CommandResultMessage<?> result(Answer answer) {
    String refusal = answer.refusal();
    if (refusal != null) {
      return GenericCommandResultMessage.asCommandResultMessage(
          reason(refusal).<Throwable>map(Rejected::new).orElseGet(() -> failure(refusal)));
    }
    if (answer.failure() != null) {
      return GenericCommandResultMessage.asCommandResultMessage(failure(answer.failure()));
    }
    return GenericCommandResultMessage.asCommandResultMessage(
        answer.type() == null || answer.payload() == null
            ? null
            : object(answer.type(), answer.payload()));
  }

  private static Throwable failure(String what) {
    return new CommandExecutionException(what, null);
  }

  static Optional<Reason> reason(@Nullable Object code) {
    return Arrays.stream(Reason.values()).filter(reason -> reason.code().equals(code)).findFirst();
  }

  private Object object(String type, String payload) {
    return messages.deserialize(
        new SimpleSerializedObject<>(payload, String.class, new SimpleSerializedType(type, null)));
  }
}
