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

  /// The index that the tail must reach before a person counts as no member.
  long notBefore = Long.MAX_VALUE;

  private boolean hasWaited;

  MembershipCheck(Subscriber device, ConversationId conversation, Consumer<@Nullable Reason> then) {
    this.device = device;
    this.conversation = conversation;
    this.then = then;
  }

  /// The tail has brought nothing for a while. It may be about to bring what was written since the
  /// last call.
  void waitNoLonger() {
    if (hasWaited) {
      notBefore = 0;
    }
    hasWaited = notBefore != Long.MAX_VALUE;
  }
}
