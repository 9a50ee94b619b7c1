package info.powow.socket.push;

import info.powow.socket.stomp.MessageHead;
import org.jspecify.annotations.Nullable;

/// What one device has subscribed to. Identity is what counts: two with the same id are two.
public final class Subscription {
  private final Subscriber subscriber;
  private final String id;
  private final Topic topic;
  private final MessageHead head;
  private final String destination;
  private final @Nullable String receipt;
  private @Nullable ResumeRequest resume;

  /// How far the tail of the log must have come for it to begin.
  long notBefore;

  /// What happens while the device is sent what it missed.
  @Nullable LiveBuffer hold;

  /// What it was sent, as long as the push side may not have come past that yet.
  CatchUp.@Nullable Sent sent;

  /// @param id the client's own name for it; the destination where it gave none
  /// @param receipt asked for with the SUBSCRIBE frame
  /// @param resume what the client has; null for live only
  public Subscription(
      Subscriber subscriber,
      String id,
      Topic topic,
      MessageHead head,
      String destination,
      @Nullable String receipt,
      @Nullable ResumeRequest resume) {
    this.subscriber = subscriber;
    this.id = id;
    this.topic = topic;
    this.head = head;
    this.destination = destination;
    this.receipt = receipt;
    this.resume = resume;
  }

  public Subscriber subscriber() {
    return subscriber;
  }

  public String id() {
    return id;
  }

  public Topic topic() {
    return topic;
  }

  public MessageHead head() {
    return head;
  }

  /// As the client wrote it.
  public String destination() {
    return destination;
  }

  /// What the client wants to be told when the subscription is in force.
  public @Nullable String receipt() {
    return receipt;
  }

  @Nullable ResumeRequest resume() {
    return resume;
  }

  void forgetResume() {
    resume = null;
  }
}
