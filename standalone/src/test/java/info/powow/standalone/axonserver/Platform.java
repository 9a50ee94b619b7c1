package info.powow.standalone.axonserver;

import io.axoniq.axonserver.grpc.InstructionAck;
import io.axoniq.axonserver.grpc.control.ClientIdentification;
import io.axoniq.axonserver.grpc.control.NodeInfo;
import io.axoniq.axonserver.grpc.control.PlatformInboundInstruction;
import io.axoniq.axonserver.grpc.control.PlatformInfo;
import io.axoniq.axonserver.grpc.control.PlatformOutboundInstruction;
import io.axoniq.axonserver.grpc.control.PlatformServiceGrpc.PlatformServiceImplBase;
import io.grpc.stub.StreamObserver;

/// The connected clients; answers every heart-beat.
final class Platform extends PlatformServiceImplBase {
  @Override
  public void getPlatformServer(
      ClientIdentification client, StreamObserver<PlatformInfo> response) {
    response.onNext(
        PlatformInfo.newBuilder()
            .setSameConnection(true)
            .setPrimary(NodeInfo.newBuilder().setNodeName("double"))
            .build());
    response.onCompleted();
  }

  @Override
  public StreamObserver<PlatformInboundInstruction> openStream(
      StreamObserver<PlatformOutboundInstruction> response) {
    Outbound<PlatformOutboundInstruction> outbound = new Outbound<>(response);
    return new StreamObserver<>() {
      @Override
      public void onNext(PlatformInboundInstruction instruction) {
        switch (instruction.getRequestCase()) {
          case REGISTER, HEARTBEAT, EVENT_PROCESSOR_INFO ->
              acknowledge(instruction, Failures.done(instruction.getInstructionId()));
          case ACK, RESULT -> {}
          default -> acknowledge(instruction, Failures.unsupported(instruction.getInstructionId()));
        }
      }

      private void acknowledge(PlatformInboundInstruction instruction, InstructionAck ack) {
        if (!instruction.getInstructionId().isEmpty()) {
          outbound.send(PlatformOutboundInstruction.newBuilder().setAck(ack).build());
        }
      }

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {
        outbound.end();
      }
    };
  }
}
