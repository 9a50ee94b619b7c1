package info.powow.socket.push;

import info.powow.domain.ConversationId;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Sends a device the events that it missed. Not on the push thread.
public interface CatchUp {
  /// @param member whether the person is a member now
  /// @param visibleFrom the first position that a member may see
  /// @param fresh whether the group may turn out to show more than from `visibleFrom`
  /// @param has the last position that the device has; null if it did not name the conversation
  record Part(
      ConversationId conversation,
      boolean member,
      long visibleFrom,
      boolean fresh,
      @Nullable Long has) {

    /// The same for a device that has nothing.
    Part anew() {
      return new Part(conversation, member, visibleFrom, fresh, null);
    }
  }

  /// The result of a catch-up.
  ///
  /// @param upTo the last position of each conversation that was sent, or that the device had
  ///     before
  /// @param head the end of the log afterwards; events of the tail up to here may have been sent
  ///     already
  record Sent(Map<ConversationId, Long> upTo, long head) {}

  /// Determines the end of the log. Not on the push thread, because this may query another machine.
  void head(LongConsumer known, Runnable failed);

  /// @param epoch the epoch of the device's positions; null if unknown
  /// @param done called with the result, or with null if the log could not be read
  void start(
      Subscription subscription,
      List<Part> parts,
      @Nullable String epoch,
      BiConsumer<Subscription, @Nullable Sent> done);

  /// Reads from the log whether a group shows its history to new members. Not on the push thread.
  void showsHistory(ConversationId conversation, Consumer<Boolean> known);

  /// The frame that marks the start of live events.
  byte[] marker(Subscription subscription);
}
