package info.powow.socket.session;

import info.powow.domain.Accepted;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.http.limit.RateLimitedKind;
import info.powow.identity.SignedIn;
import info.powow.ops.MessageClock;
import info.powow.ops.Traceparent;
import info.powow.socket.conversation.Destinations;
import info.powow.socket.conversation.Request;
import info.powow.socket.stomp.ClientFrame;
import info.powow.socket.stomp.ProtocolViolation;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handles SEND: commands, signals, and a new token.
final class SendHandler {
  /// Stands for a destination that was not parsed.
  private static final String UNKNOWN = "unknown";

  private static final Logger LOG = LoggerFactory.getLogger(SendHandler.class);

  private final SessionContext context;
  private final StompSession session;
  private final SessionOutput output;
  private final FrameGate gate;
  private final TokenBucket sends;

  SendHandler(
      SessionContext context,
      StompSession session,
      SessionOutput output,
      FrameGate gate,
      TokenBucket sends) {
    this.context = context;
    this.session = session;
    this.output = output;
    this.gate = gate;
    this.sends = sends;
  }

  /// @param readAt the time of [System#nanoTime] when the frame had been read
  void handle(ClientFrame frame, long readAt) {
    String destination = StompSession.require(frame, "destination");
    if (frame.header("transaction") != null) {
      throw new ProtocolViolation("Transactions are not supported here.");
    }
    if (!sends.take(System.nanoTime())) {
      refuse(frame, destination, UNKNOWN, new Rejected(Reason.TOO_MANY_REQUESTS));
      return;
    }
    String understood = UNKNOWN;
    try {
      if (Destinations.isForStaff(destination) == (session.staff() == null)) {
        throw new Rejected(Reason.FORBIDDEN_DESTINATION);
      }
      Request request = Destinations.request(session.person(), destination, frame.body());
      understood = destination;
      count(request);
      switch (request) {
        case Request.Carry carry -> carry(frame, destination, carry.command(), readAt);
        case Request.Typing typing -> typing(frame, destination, typing);
        case Request.Attention attention ->
            context.push().attention(session, attention.active(), () -> output.receipt(frame));
        case Request.Refresh refresh -> refresh(frame, destination, refresh.token());
        case Request.Replay replay -> control(frame, destination, replay);
      }
    } catch (Rejected e) {
      refuse(frame, destination, understood, e);
    }
  }

  /// @throws Rejected with `too_many_requests`
  private void count(Request request) {
    switch (request) {
      case Request.Carry carry -> context.people().take(session.person(), carry.command());
      case Request.Typing _, Request.Attention _, Request.Refresh _, Request.Replay _ ->
          context.people().take(session.person(), RateLimitedKind.SIGNAL);
    }
  }

  private void carry(ClientFrame frame, String destination, Object command, long readAt) {
    if (context.warm().isWarm(command)) {
      decide(frame, destination, command, readAt);
      return;
    }
    // The log has to be read first, and this thread also reads other sockets.
    gate.halt();
    context
        .blockingExecutor()
        .execute(() -> {
          decide(frame, destination, command, readAt);
          session.goOn();
        });
  }

  private void decide(ClientFrame frame, String destination, Object command, long readAt) {
    session.commandSent();
    int read = MessageClock.compact(readAt);
    String receipt = frame.receipt();
    CompletableFuture<Accepted> answer;
    try {
      answer = context.commands().send(command);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    answer.whenComplete((accepted, failure) -> {
      if (failure != null) {
        refuse(frame, destination, refusal(failure));
      } else {
        Traceparent follow = noteAnswer(frame, accepted, read);
        output.receipt(receipt, accepted, follow);
      }
      session.answered();
    });
  }

  /// @return of the client that wants the message to be followed; null if none does, or too many do
  private @Nullable Traceparent noteAnswer(ClientFrame frame, Accepted accepted, int read) {
    if (accepted.conversationId() == null || accepted.position() == null) {
      return null;
    }
    Traceparent wanted = Traceparent.parse(frame.header("traceparent"));
    Traceparent follow = wanted != null && context.trace().mayFollow() ? wanted : null;
    long now = System.nanoTime();
    context.trace().sentBy(session.person().value());
    context
        .trace()
        .answered(
            accepted.conversationId().value(),
            accepted.position(),
            MessageClock.restore(read, now),
            now,
            follow);
    return follow;
  }

  private void refuse(ClientFrame frame, String destination, Rejected refusal) {
    refuse(frame, destination, destination, refusal);
  }

  /// @param understood the destination for operators: without words that a client may have put there
  private void refuse(ClientFrame frame, String destination, String understood, Rejected refusal) {
    String trace =
        context
            .trace()
            .refused(
                understood,
                refusal.reason().code(),
                refusal.reason().kind().isOurs(),
                context.clock().instant(),
                frame.header("traceparent"));
    output.refuse(frame, destination, refusal, trace);
  }

  static Rejected refusal(Throwable failure) {
    Rejected refusal = Rejected.in(failure);
    if (refusal != null) {
      return refusal;
    }
    // The message may quote request data.
    LOG.error("a command failed: {}", failure.getClass().getName());
    return new Rejected(Reason.INTERNAL);
  }

  private void typing(ClientFrame frame, String destination, Request.Typing typing) {
    context
        .push()
        .typing(
            session,
            typing.conversation(),
            typing.typing(),
            refused -> {
              if (refused == null) {
                output.receipt(frame);
              } else {
                refuse(frame, destination, new Rejected(refused));
              }
            });
  }

  /// Reads from the log, and so does not run on the thread that reads the socket.
  private void control(ClientFrame frame, String destination, Request.Replay replay) {
    StaffListening listening = Objects.requireNonNull(session.staff());
    gate.halt();
    context
        .blockingExecutor()
        .execute(() -> {
          try {
            listening.control(replay.replay(), replay.control());
            output.receipt(frame);
          } catch (RuntimeException e) {
            refuse(frame, destination, refusal(e));
          }
          session.goOn();
        });
  }

  private void refresh(ClientFrame frame, String destination, String token) {
    gate.halt();
    context
        .blockingExecutor()
        .execute(() -> {
          try {
            SignedIn signedIn = context.tokens().verify(token);
            if (!signedIn.person().equals(session.person())) {
              throw new Rejected(Reason.UNAUTHENTICATED);
            }
            session.refreshed(signedIn);
            if (signedIn.session() != null) {
              // As at sign-in: the session may have ended before this connection belonged to it.
              SignedIn _ = context.tokens().verify(token);
            }
            output.receipt(frame);
          } catch (Rejected e) {
            refuse(frame, destination, e);
          } catch (RuntimeException e) {
            refuse(frame, destination, refusal(e));
          }
          session.goOn();
        });
  }
}
