package info.powow.socket.push;

import info.powow.socket.stomp.MessageHead;
import org.jspecify.annotations.Nullable;

/// A subscription of one device. Compared by identity: two with the same id are different.
public final class Subscription {
  private final Subscriber subscriber;
  private final String id;
  private final Topic topic;
  private final MessageHead head;
  private final String destination;
  private final @Nullable String receipt;
  private @Nullable ResumeRequest resume;

  /// Before it is over, the subscription does not begin.
  final TailWait wait = new TailWait();

  /// Whether the tail had reached the end of the log when the subscription was found to be to no
  /// conversation of the person.
  boolean upToDate;

  /// Buffers live events while the device catches up.
  @Nullable LiveBuffer hold;

  /// The result of the catch-up, until the tail has passed it.
  CatchUp.@Nullable Sent sent;

  /// @param id the client's id; the destination if it has none
  /// @param receipt the receipt requested with the SUBSCRIBE frame
  /// @param resume what the client already has; null for live events only
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

  /// As written by the client.
  public String destination() {
    return destination;
  }

  /// The receipt to send when the subscription is active.
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
