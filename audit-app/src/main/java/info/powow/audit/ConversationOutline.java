package info.powow.audit;

import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AdmissionEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.GroupProfileEvent;
import info.powow.domain.conversation.ConversationEvent.MembershipEvent;
import info.powow.domain.conversation.ConversationEvent.MessageChange;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.ConversationEvent.PinChange;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.eventlog.LoggedEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What one needs to know about a conversation to fold only what matters for one answer: the index
/// and time of each event, who joined and left, and which events change which message. Contains no
/// words; takes about 16 bytes per message. Events are only ever added.
final class ConversationOutline {
  /// An event that is not a message or a change of one. It may change who can see what.
  record Placed(long position, ConversationEvent event) {}

  private long[] indexes = new long[64];
  private long[] times = new long[64];
  private int size;
  private final List<Placed> others = new ArrayList<>();
  private final Map<Long, List<Long>> changes = new HashMap<>();
  private final Set<Long> everPinned = new TreeSet<>();
  private boolean ended;

  /// The position up to which the conversation is known.
  synchronized long next() {
    return size;
  }

  /// Whether the stream is not a conversation, so that no more events are added.
  synchronized boolean isNone() {
    return ended;
  }

  /// Adds the next event of the stream.
  synchronized void add(LoggedEvent logged) {
    if (!(logged.event() instanceof ConversationEvent event)) {
      ended = true;
      return;
    }
    if (size == indexes.length) {
      indexes = Arrays.copyOf(indexes, 2 * size);
      times = Arrays.copyOf(times, 2 * size);
    }
    long position = size;
    indexes[size] = Moment.indexOf(logged);
    long at = event.at().toEpochMilli();
    times[size] = size == 0 ? at : Math.max(times[size - 1], at);
    size++;
    switch (event) {
      case MessageSent _ -> {}
      case MessageChange change -> {
        changes.computeIfAbsent(change.message(), _ -> new ArrayList<>(1)).add(position);
        if (change instanceof PinChange) {
          everPinned.add(change.message());
        }
      }
      case Opening _,
          MembershipEvent _,
          AdmissionEvent _,
          GroupProfileEvent _,
          RequestAccepted _,
          AuthorErased _ ->
          others.add(new Placed(position, event));
    }
  }

  /// The number of events up to an index of the log.
  synchronized int countUpToIndex(long index) {
    return countUpTo(indexes, index);
  }

  /// The number of events before the first one that is later than a time.
  synchronized int countUpToTime(long millis) {
    return countUpTo(times, millis);
  }

  /// Works because the values never decrease.
  private int countUpTo(long[] values, long value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// The events before a position that are neither messages nor changes of messages, in order.
  synchronized List<Placed> othersBefore(long position) {
    int count = 0;
    while (count < others.size() && others.get(count).position() < position) {
      count++;
    }
    return List.copyOf(others.subList(0, count));
  }

  /// The positions before a position at which a message was changed, in order.
  synchronized List<Long> changesOf(long message, long before) {
    List<Long> all = changes.getOrDefault(message, List.of());
    int count = 0;
    while (count < all.size() && all.get(count) < before) {
      count++;
    }
    return List.copyOf(all.subList(0, count));
  }

  /// The messages that were ever pinned.
  synchronized Set<Long> everPinned() {
    return Set.copyOf(everPinned);
  }

  /// The memory that it takes, in units of one message.
  synchronized int weight() {
    return size + 8 * others.size() + 8 * changes.size() + 1;
  }
}
