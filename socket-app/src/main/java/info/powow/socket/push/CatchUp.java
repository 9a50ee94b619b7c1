package info.powow.socket.push;

import info.powow.domain.ConversationId;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
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
      @Nullable Long has) {

    /// The same for a device that has nothing.
    Part anew() {
      return new Part(conversation, member, visibleFrom, fresh, null);
    }
  }

  /// What a device was sent.
  ///
  /// @param upTo the last position of each conversation that it was sent or had before
  /// @param head the end of the whole log after that: what the tail brings up to there may have
  ///     been sent already
  record Sent(Map<ConversationId, Long> upTo, long head) {}

  /// Asks where the log ends. Not on the push thread, since another machine may have to be asked.
  void head(LongConsumer known, Runnable failed);

  /// @param epoch in which the device has what it says; null when it does not know
  /// @param done is told what was sent, or null when the log could not be read
  void start(
      Subscription subscription,
      List<Part> parts,
      @Nullable String epoch,
      BiConsumer<Subscription, @Nullable Sent> done);

  /// Asks the log whether a group shows newcomers what was said before. Not on the push thread.
  void showsHistory(ConversationId conversation, Consumer<Boolean> known);

  /// The frame that says: from here on it is live.
  byte[] marker(Subscription subscription);
}
