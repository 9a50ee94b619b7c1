package info.powow.standalone.axonserver;

import io.axoniq.axonserver.grpc.ErrorMessage;
import io.axoniq.axonserver.grpc.InstructionAck;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/// Axon Server's error codes.
final class Failures {
  static final String UNSUPPORTED_INSTRUCTION = "AXONIQ-1002";
  static final String INVALID_SEQUENCE = "AXONIQ-2000";
  static final String NO_HANDLER_FOR_COMMAND = "AXONIQ-4000";
  static final String CONNECTION_TO_HANDLER_LOST = "AXONIQ-4001";
  static final String NO_HANDLER_FOR_QUERY = "AXONIQ-5000";

  private static final Metadata.Key<String> CODE =
      Metadata.Key.of("AxonIQ-ErrorCode", Metadata.ASCII_STRING_MARSHALLER);

  private Failures() {}

  static StatusRuntimeException invalidSequence(String stream, long is, long expected) {
    Metadata trailers = new Metadata();
    trailers.put(CODE, INVALID_SEQUENCE);
    return Status.OUT_OF_RANGE
        .withDescription(
            "[%s] Invalid sequence number %d for aggregate %s, expected %d"
                .formatted(INVALID_SEQUENCE, is, stream, expected))
        .asRuntimeException(trailers);
  }

  static InstructionAck done(String instruction) {
    return InstructionAck.newBuilder().setInstructionId(instruction).setSuccess(true).build();
  }

  static InstructionAck unsupported(String instruction) {
    return InstructionAck.newBuilder()
        .setInstructionId(instruction)
        .setError(
            ErrorMessage.newBuilder()
                .setErrorCode(UNSUPPORTED_INSTRUCTION)
                .setMessage("Unsupported instruction"))
        .build();
  }

  static ErrorMessage message(String text) {
    return ErrorMessage.newBuilder().setMessage(text).build();
  }
}
