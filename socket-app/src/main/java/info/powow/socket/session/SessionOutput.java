package info.powow.socket.session;

import info.powow.domain.Accepted;
import info.powow.domain.Rejected;
import info.powow.ops.Traceparent;
import info.powow.socket.conversation.Destinations;
import info.powow.socket.link.Link;
import info.powow.socket.push.Subscriber;
import info.powow.socket.push.Subscription;
import info.powow.socket.push.Topic;
import info.powow.socket.stomp.ClientCommand;
import info.powow.socket.stomp.ClientFrame;
import info.powow.socket.stomp.MessageHead;
import info.powow.socket.stomp.OutgoingMessage;
import info.powow.socket.stomp.ServerFrames;
import info.powow.socket.stomp.StompVersion;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What one session sends to its client: receipts, refusals, and the frames of subscriptions.
final class SessionOutput {
  private static final AtomicLong ERRORS_SENT = new AtomicLong();

  private final SessionContext context;
  private final Subscriber subscriber;
  private final Link link;
  private final Liveness liveness;
  private final SessionSubscriptions subscriptions;
  private volatile StompVersion version = StompVersion.V1_2;

  // accessed only by the push thread
  private boolean kept;
  private int keptFrames;

  SessionOutput(
      SessionContext context,
      Subscriber subscriber,
      Link link,
      Liveness liveness,
      SessionSubscriptions subscriptions) {
    this.context = context;
    this.subscriber = subscriber;
    this.link = link;
    this.liveness = liveness;
    this.subscriptions = subscriptions;
  }

  /// The version that the client speaks; the newest until it was agreed.
  StompVersion version() {
    return version;
  }

  void speak(StompVersion agreed) {
    version = agreed;
  }

  void receipt(ClientFrame frame) {
    receipt(frame.receipt());
  }

  void receipt(@Nullable String receipt) {
    if (receipt != null) {
      context.push().send(subscriber, ServerFrames.receipt(version, receipt));
    }
  }

  /// A receipt that also says what was accepted.
  ///
  /// @param follow of the client that wants the message to be followed, if it does
  void receipt(@Nullable String receipt, Accepted accepted, @Nullable Traceparent follow) {
    if (receipt != null) {
      context.push().send(subscriber, ServerFrames.receipt(version, receipt, accepted, follow));
    }
  }

  void refuse(ClientFrame frame, String destination, Rejected refused) {
    refuse(frame, destination, refused, null);
  }

  /// @param trace the id by which operators find the refusal; null if it was not kept for them
  void refuse(ClientFrame frame, String destination, Rejected refused, @Nullable String trace) {
    String key = frame.command() == ClientCommand.SEND ? Destinations.keyIn(frame.body()) : null;
    refuse(Refusal.of(refused, destination, frame.receipt(), key, trace), Topic.ERRORS);
  }

  /// Sends a refusal to the client: on its subscriptions to errors, or as a message without
  /// subscription if it has none, because it would otherwise learn nothing.
  ///
  /// @param otherwise the subscription id to use if there is no subscription to errors
  void refuse(Refusal refusal, @Nullable String otherwise) {
    context.metrics().refused(refusal.code());
    OutgoingMessage message =
        new OutgoingMessage("error~" + ERRORS_SENT.incrementAndGet(), refusal.json());
    List<Subscription> listening = subscriptions.toErrors();
    if (listening.isEmpty()) {
      MessageHead head = MessageHead.of(version, Topic.ERRORS, otherwise);
      context.push().send(subscriber, message.frame(head));
    }
    for (Subscription subscription : listening) {
      context.push().send(subscriber, message.frame(subscription.head()));
    }
  }

  /// Keeps a frame until [#flush].
  ///
  /// @return whether it is the first since the last flush
  boolean keep(byte[] frame) {
    link.sendLater(frame);
    keptFrames++;
    if (kept) {
      return false;
    }
    kept = true;
    return true;
  }

  void flush() {
    kept = false;
    context.metrics().wentOut(keptFrames);
    keptFrames = 0;
    liveness.said(context.sessions().now());
    link.flush();
  }

  void send(List<byte[]> frames) {
    context.metrics().wentOut(frames.size());
    liveness.said(context.sessions().now());
    link.send(frames);
  }
}
