package info.powow.socket.push;

import info.powow.domain.ConversationId;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Sends a device what it missed. Not on the push thread.
public interface CatchUp {
  /// @param member whether the person is a member now
  /// @param visibleFrom the first position that a member may see
  /// @param fresh the group may turn out to show more than from `visibleFrom`
  /// @param has the last position that the device has; null when it did not name the conversation
  record Part(
      ConversationId conversation,
      boolean member,
      long visibleFrom,
      boolean fresh,
      @Nullable Long has) {}

  /// @param done is told up to which position each conversation was sent, or null when the log could not be read
  void start(
      Subscription subscription,
      List<Part> parts,
      BiConsumer<Subscription, @Nullable Map<ConversationId, Long>> done);

  /// The frame that says: from here on it is live.
  byte[] marker(Subscription subscription);
}
