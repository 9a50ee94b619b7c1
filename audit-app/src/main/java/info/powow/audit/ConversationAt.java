package info.powow.audit;

import info.powow.domain.ConversationId;
import info.powow.domain.HoldId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.TextHistories;
import info.powow.domain.conversation.TextHistory;
import info.powow.domain.conversation.Timeline;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A conversation as it was at a moment, for one answer. Memberships are folded at once; messages
/// and their changes, only those that are requested. Not thread-safe.
final class ConversationAt {
  /// Reads one event of the conversation.
  @FunctionalInterface
  interface Reader {
    ConversationEvent at(long position);
  }

  private final ConversationId id;
  private final long index;
  private final long next;
  private final @Nullable Moment last;
  private final @Nullable Moment head;
  private final List<HoldId> holds;
  private final ConversationOutline outline;
  private final Reader reader;
  private final Timeline timeline = new Timeline();
  private final TextHistories texts = new TextHistories();
  private final Set<Long> folded = new HashSet<>();

  /// @param index no event after this index of the log counts
  /// @param next the number of events up to then
  /// @param last the newest event by then; null if there was none
  /// @param head the newest event of all; null if the conversation does not exist
  /// @param holds the holds that may open erased words
  ConversationAt(
      ConversationId id,
      long index,
      long next,
      @Nullable Moment last,
      @Nullable Moment head,
      List<HoldId> holds,
      ConversationOutline outline,
      Reader reader) {
    this.id = id;
    this.index = index;
    this.next = next;
    this.last = last;
    this.head = head;
    this.holds = List.copyOf(holds);
    this.outline = outline;
    this.reader = reader;
    outline.othersBefore(next).forEach(other -> timeline.add(other.event(), other.position()));
  }

  ConversationAt with(List<HoldId> more) {
    return new ConversationAt(id, index, next, last, head, more, outline, reader);
  }

  ConversationId id() {
    return id;
  }

  long index() {
    return index;
  }

  /// The position of the next event.
  long next() {
    return next;
  }

  @Nullable Moment last() {
    return last;
  }

  @Nullable Moment head() {
    return head;
  }

  List<HoldId> holds() {
    return holds;
  }

  /// Complete for people. For messages, complete only where [#fold] was called.
  Timeline timeline() {
    return timeline;
  }

  /// The positions at which a message was edited and deleted.
  TextHistory textsOf(long message) {
    fold(message);
    return texts.of(message);
  }

  /// Folds the message at a position, if there is one, with everything that changed it.
  void fold(long message) {
    if (message < 0
        || message >= next
        || !folded.add(message)
        || !(reader.at(message) instanceof MessageSent sent)) {
      return;
    }
    add(sent, message);
    outline.changesOf(message, next).forEach(position -> add(reader.at(position), position));
  }

  /// Folds the messages that were ever pinned.
  void foldPinned() {
    outline.everPinned().forEach(this::fold);
  }

  private void add(ConversationEvent event, long position) {
    timeline.add(event, position);
    texts.add(event, position);
  }
}
