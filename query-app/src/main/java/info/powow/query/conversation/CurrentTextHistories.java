package info.powow.query.conversation;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.TextHistories;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.util.Collection;
import java.util.List;

/// Determines the text histories of messages as of now: from the views, and from the end of the log
/// for events that the views lack. So nothing that was deleted before the query is returned.
final class CurrentTextHistories {
  private static final int MOST_BEHIND = 1_000;
  private static final int AT_ONCE = 100;

  private final ConversationReader conversations;
  private final EventSource log;

  CurrentTextHistories(ConversationReader conversations, EventSource log) {
    this.conversations = conversations;
    this.log = log;
  }

  /// @throws Rejected `views_unavailable` if the views are too far behind
  TextHistories of(String conversation, Collection<Long> messages) {
    TextHistories textHistories = new TextHistories();
    if (messages.isEmpty()) {
      return textHistories;
    }
    // First: anything that reaches the views from here on is in the pages as well.
    addWhatViewsLack(conversation, textHistories);
    conversations.textHistories(conversation, messages).forEach(textHistories::add);
    return textHistories;
  }

  private void addWhatViewsLack(String conversation, TextHistories textHistories) {
    long next = conversations.position(conversation) + 1;
    long end = next + MOST_BEHIND;
    while (next < end) {
      List<LoggedEvent> events = log.read(conversation, next, AT_ONCE);
      for (LoggedEvent event : events) {
        textHistories.add((ConversationEvent) event.event(), event.sequence());
      }
      if (events.size() < AT_ONCE) {
        return;
      }
      next += events.size();
    }
    throw new Rejected(Reason.VIEWS_UNAVAILABLE);
  }
}
