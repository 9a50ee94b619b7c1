package info.powow.query.search;

import info.powow.domain.ConversationId;
import info.powow.domain.conversation.Visibility;
import info.powow.projection.search.FoundMessages;
import info.powow.projection.search.FoundMessages.Found;
import info.powow.projection.search.MessageQuery;
import info.powow.projection.search.MessageQuery.Visible;
import info.powow.query.conversation.CurrentTexts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Leaves out hits whose text is outdated. The index lags behind by about a second, and a deleted
/// text must not be found in that second either.
record StaleHitFilter(FindMessages index, CurrentTexts texts) implements FindMessages {
  @Override
  public FoundMessages find(MessageQuery query) {
    FoundMessages found = index.find(query);
    Map<ConversationId, Map<Long, String>> byConversation = new HashMap<>();
    for (Found message : found.messages()) {
      byConversation
          .computeIfAbsent(message.conversationId(), _ -> new HashMap<>())
          .put(message.position(), message.text());
    }
    Map<ConversationId, Set<Long>> said = new HashMap<>();
    for (Visible visible : query.within()) {
      Map<Long, String> messages = byConversation.get(visible.conversation());
      if (messages != null) {
        said.put(
            visible.conversation(),
            texts.shown(visible.conversation(), messages, new Visibility(visible.ranges())));
      }
    }
    List<Found> still =
        found.messages().stream()
            .filter(message ->
                said.getOrDefault(message.conversationId(), Set.of()).contains(message.position()))
            .toList();
    return still.size() == found.messages().size() ? found : new FoundMessages(still, found.next());
  }
}
