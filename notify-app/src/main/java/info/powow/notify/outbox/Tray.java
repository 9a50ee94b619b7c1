package info.powow.notify.outbox;

import info.powow.domain.ConversationId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a person was notified of and has not read.
///
/// @param unread ascending positions of messages by conversation; bounded: the newest are kept
/// @param cleared how far conversations were read recently, the newest last; bounded. A device that
///     was offline at that time learns of it with its next push
public record Tray(Map<ConversationId, List<Long>> unread, Map<ConversationId, Long> cleared) {
  private static final int MAX_CLEARED = 10;
  private static final int MAX_CONVERSATIONS = 100;
  private static final int MAX_MESSAGES = 100;

  public static final Tray EMPTY = new Tray(Map.of(), Map.of());

  public int badge() {
    return unread.values().stream().mapToInt(List::size).sum();
  }

  public boolean has(ConversationId conversation, long position) {
    return Collections.binarySearch(unread.getOrDefault(conversation, List.of()), position) >= 0;
  }

  public Tray with(ConversationId conversation, long position) {
    List<Long> before = unread.getOrDefault(conversation, List.of());
    int place = Collections.binarySearch(before, position);
    if (place >= 0) {
      return this;
    }
    List<Long> here = new ArrayList<>(before.size() + 1);
    here.addAll(before);
    here.add(-place - 1, position);
    if (here.size() > MAX_MESSAGES) {
      here.removeFirst();
    }
    Map<ConversationId, List<Long>> next = new LinkedHashMap<>(unread);
    // The conversation with the newest message comes last.
    next.remove(conversation);
    next.put(conversation, Collections.unmodifiableList(here));
    if (next.size() > MAX_CONVERSATIONS) {
      next.remove(next.keySet().iterator().next());
    }
    return new Tray(Collections.unmodifiableMap(next), cleared);
  }

  /// The tray without what was read.
  public Tray readUpTo(ConversationId conversation, long position) {
    Tray rest =
        replacing(
            conversation,
            unread.getOrDefault(conversation, List.of()).stream()
                .filter(each -> each > position)
                .toList());
    if (rest == this) {
      return this;
    }
    Map<ConversationId, Long> next = new LinkedHashMap<>(cleared);
    next.remove(conversation);
    next.put(conversation, position);
    if (next.size() > MAX_CLEARED) {
      next.remove(next.keySet().iterator().next());
    }
    return new Tray(rest.unread, Collections.unmodifiableMap(next));
  }

  public Tray without(ConversationId conversation, long position) {
    return replacing(
        conversation,
        unread.getOrDefault(conversation, List.of()).stream()
            .filter(each -> each != position)
            .toList());
  }

  private Tray replacing(ConversationId conversation, List<Long> positions) {
    if (positions.equals(unread.getOrDefault(conversation, List.of()))) {
      return this;
    }
    Map<ConversationId, List<Long>> next = new LinkedHashMap<>(unread);
    if (positions.isEmpty()) {
      next.remove(conversation);
    } else {
      next.put(conversation, positions);
    }
    return new Tray(Collections.unmodifiableMap(next), cleared);
  }
}
