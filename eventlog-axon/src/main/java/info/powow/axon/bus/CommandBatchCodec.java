package info.powow.axon.bus;

import info.powow.axon.bus.CommandBatch.Answer;
import info.powow.axon.bus.CommandBatch.Part;
import info.powow.domain.FieldError;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
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

/// Converts commands and answers to parts of a [CommandBatch].
record CommandBatchCodec(Serializer messages) {
  private static final char FIELD = '@';

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

  /// @param result the result of a refused or completed command
  Answer answer(CommandResultMessage<?> result) {
    if (result.isExceptional()) {
      return switch (result.exceptionResult()) {
        case Rejected refusal -> new Answer(null, null, written(refusal), null);
        // A node that is starting may not have registered all handlers.
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
          refusal(refusal).<Throwable>map(Function.identity()).orElseGet(() -> failure(refusal)));
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

  /// The text form of a refusal: its code and, if known, the invalid field, such as
  /// `invalid_capacity@capacity`.
  static String written(Rejected refusal) {
    FieldError error = refusal.error();
    String code = refusal.reason().code();
    return error == null ? code : code + FIELD + error.field();
  }

  /// Parses the text form of a refusal.
  static Optional<Rejected> refusal(@Nullable Object written) {
    if (!(written instanceof String text)) {
      return Optional.empty();
    }
    int end = text.indexOf(FIELD);
    String code = end < 0 ? text : text.substring(0, end);
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.code().equals(code))
        .findFirst()
        .map(reason ->
            end < 0 ? new Rejected(reason) : Rejected.at(text.substring(end + 1), reason));
  }

  private Object object(String type, String payload) {
    return messages.deserialize(
        new SimpleSerializedObject<>(payload, String.class, new SimpleSerializedType(type, null)));
  }
}
