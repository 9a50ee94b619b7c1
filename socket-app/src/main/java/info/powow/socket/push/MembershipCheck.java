package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.Reason;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A request that only a member may make, and that waits until it is known who is one.
final class MembershipCheck {
  final Subscriber device;
  final ConversationId conversation;

  /// Called with the reason of a refusal, or with null.
  final Consumer<@Nullable Reason> then;

  /// Whether the end of the log has been queried.
  boolean asked;

  /// Before it is over, nobody counts as no member.
  final TailWait wait = new TailWait();

  MembershipCheck(Subscriber device, ConversationId conversation, Consumer<@Nullable Reason> then) {
    this.device = device;
    this.conversation = conversation;
    this.then = then;
  }
}
