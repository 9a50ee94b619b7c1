package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.MessageForm;
import info.powow.domain.conversation.TextHistories;
import info.powow.domain.conversation.TextHistory;
import info.powow.domain.conversation.Visibility;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Compares texts with the version that a person sees. Reads the log only for edited messages.
final class LoggedTexts implements CurrentTexts {
  private final CurrentTextHistories textHistories;
  private final EventSource log;

  LoggedTexts(CurrentTextHistories textHistories, EventSource log) {
    this.textHistories = textHistories;
    this.log = log;
  }

  @Override
  public Set<Long> shown(ConversationId conversation, Map<Long, String> texts, Visibility visible) {
    TextHistories known = textHistories.of(conversation.value(), texts.keySet());
    Set<Long> shown = new HashSet<>();
    texts.forEach((message, text) -> {
      TextHistory textHistory = known.of(message);
      boolean isShown =
          switch (textHistory.shownTo(visible)) {
            // A message edited while they were away was found with another text.
            case MessageForm.AsSent _ -> textHistory.edits().isEmpty();
            case MessageForm.AsEdited edited -> says(conversation, edited.edit(), text);
            case MessageForm.WithoutText _, MessageForm.Tombstone _, MessageForm.Hidden _ -> false;
          };
      if (isShown) {
        shown.add(message);
      }
    });
    return shown;
  }

  private boolean says(ConversationId conversation, long edit, String text) {
    for (LoggedEvent event : log.read(conversation.value(), edit, 1)) {
      return event.event() instanceof MessageEdited edited && edited.text().equals(text);
    }
    return false;
  }
}
