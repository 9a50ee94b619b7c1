package info.powow.socket.session;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.http.limit.RateLimitedKind;
import info.powow.socket.push.ResumeRequest;
import info.powow.socket.push.Subscription;
import info.powow.socket.push.Topic;
import info.powow.socket.stomp.ClientFrame;
import info.powow.socket.stomp.MessageHead;
import info.powow.socket.stomp.StompVersion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Handles SUBSCRIBE and UNSUBSCRIBE.
final class SubscribeHandler {
  private final SessionContext context;
  private final StompSession session;
  private final SessionOutput output;
  private final FrameGate gate;
  private final SessionSubscriptions subscriptions;

  SubscribeHandler(
      SessionContext context,
      StompSession session,
      SessionOutput output,
      FrameGate gate,
      SessionSubscriptions subscriptions) {
    this.context = context;
    this.session = session;
    this.output = output;
    this.gate = gate;
    this.subscriptions = subscriptions;
  }

  void subscribe(ClientFrame frame) {
    String destination = StompSession.require(frame, "destination");
    String id =
        output.version() == StompVersion.V1_0
            ? frame.header("id")
            : StompSession.require(frame, "id");
    try {
      Subscription subscription = subscription(frame, destination, id);
      if (subscription.topic() instanceof Topic.Replay replay) {
        listen(subscription, replay, ReplayHeaders.parse(frame));
        return;
      }
      gate.halt();
      if (subscription.topic() instanceof Topic.Errors) {
        subscribed(subscription);
      } else {
        context.push().subscribe(subscription);
      }
    } catch (Rejected e) {
      output.refuse(Refusal.of(e, destination, frame.receipt(), null), id);
    }
  }

  private Subscription subscription(ClientFrame frame, String destination, @Nullable String id) {
    Topic named =
        Topic.of(destination).orElseThrow(() -> new Rejected(Reason.FORBIDDEN_DESTINATION));
    boolean isReplay = named instanceof Topic.Replay;
    if (isReplay == (session.staff() == null) && !(named instanceof Topic.Errors)) {
      throw new Rejected(Reason.FORBIDDEN_DESTINATION);
    }
    if (isReplay) {
      ReplayHeaders _ = ReplayHeaders.parse(frame);
    }
    Topic topic = named instanceof Topic.Nearby ? NearbyHeaders.parse(frame) : named;
    if (frame.header("selector") != null) {
      throw new Rejected(Reason.FORBIDDEN_DESTINATION);
    }
    String ack = frame.header("ack");
    if (ack != null && !ack.equals("auto")) {
      throw new Rejected(Reason.ACK_UNSUPPORTED);
    }
    context
        .people()
        .take(
            session.person(),
            topic instanceof Topic.Nearby ? RateLimitedKind.NEARBY : RateLimitedKind.READ);
    String resume = frame.header("resume");
    ResumeRequest has =
        resume != null && topic instanceof Topic.Events
            ? new ResumeRequest(
                ResumeHeader.parse(resume, context.limits().maxNamed()), frame.header("epoch"))
            : null;
    Subscription subscription =
        new Subscription(
            session,
            id == null ? destination : id,
            topic,
            MessageHead.of(output.version(), destination, id),
            destination,
            frame.receipt(),
            has);
    subscriptions.add(subscription);
    context.metrics().subscribed();
    return subscription;
  }

  private void listen(Subscription subscription, Topic.Replay topic, ReplayHeaders headers) {
    StaffListening listening = Objects.requireNonNull(session.staff());
    gate.halt();
    context
        .blockingExecutor()
        .execute(() -> {
          try {
            listening.listen(subscription, topic, headers.after(), headers.paused());
            subscribed(subscription);
          } catch (RuntimeException e) {
            refused(subscription, SendHandler.refusal(e).reason());
          }
        });
  }

  /// A replay ended by itself, or may no longer be read.
  void replayEnded(Subscription subscription, Reason reason) {
    if (remove(subscription)) {
      output.refuse(
          Refusal.of(new Rejected(reason), subscription.destination(), null, null),
          subscription.id());
    }
  }

  private boolean remove(Subscription subscription) {
    if (!subscriptions.remove(subscription)) {
      return false;
    }
    context.metrics().unsubscribed();
    return true;
  }

  void subscribed(Subscription subscription) {
    output.receipt(subscription.receipt());
    session.goOn();
  }

  void refused(Subscription subscription, Reason reason) {
    remove(subscription);
    output.refuse(
        Refusal.of(new Rejected(reason), subscription.destination(), subscription.receipt(), null),
        subscription.id());
    session.goOn();
  }

  void unsubscribe(ClientFrame frame) {
    String id =
        output.version() == StompVersion.V1_0 && frame.header("id") == null
            ? StompSession.require(frame, "destination")
            : StompSession.require(frame, "id");
    Subscription subscription = subscriptions.find(id);
    if (subscription != null && remove(subscription)) {
      StaffListening listening = session.staff();
      if (listening == null) {
        context.push().unsubscribe(subscription);
      } else {
        listening.unsubscribe(subscription);
      }
    }
    output.receipt(frame);
  }
}
