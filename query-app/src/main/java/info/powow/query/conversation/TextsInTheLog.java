package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.MessageForm;
import info.powow.domain.conversation.Visibility;
import info.powow.domain.conversation.Wording;
import info.powow.domain.conversation.Wordings;
import info.powow.projection.EventSource;
import info.powow.projection.LoggedEvent;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Compares texts with the wording that is shown, for which the log is read only where a message
/// was edited.
final class TextsInTheLog implements CurrentTexts {
  private final WordingsNow wordings;
  private final EventSource log;

  TextsInTheLog(WordingsNow wordings, EventSource log) {
    this.wordings = wordings;
    this.log = log;
  }

  @Override
  public Set<Long> shown(ConversationId conversation, Map<Long, String> texts, Visibility visible) {
    Wordings known = wordings.of(conversation.value(), texts.keySet());
    Set<Long> shown = new HashSet<>();
    texts.forEach((message, text) -> {
      Wording wording = known.of(message);
      boolean isShown =
          switch (wording.shownTo(visible)) {
            // Of a message that was edited while they were away, another text was found.
            case MessageForm.AsSent _ -> wording.edits().isEmpty();
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
