package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.erasure.FindPersonalStreams;
import info.powow.domain.erasure.PersonalStreams;
import info.powow.query.ReadYourWrites;
import info.powow.query.gathering.Gatherings;
import org.axonframework.queryhandling.QueryHandler;

/// Tells where a person has left something.
public class FindPersonalStreamsHandler {
  private final ConversationReader conversations;
  private final Gatherings gatherings;
  private final ReadYourWrites readYourWrites;

  FindPersonalStreamsHandler(
      ConversationReader conversations, Gatherings gatherings, ReadYourWrites readYourWrites) {
    this.conversations = conversations;
    this.gatherings = gatherings;
    this.readYourWrites = readYourWrites;
  }

  /// An inbox keeps the conversations that the person has left.
  @QueryHandler
  PersonalStreams find(FindPersonalStreams query) {
    return readYourWrites.ask(() ->
        new PersonalStreams(
            conversations.inbox(query.person().value()).conversations().keySet().stream()
                .map(ConversationId::new)
                .toList(),
            gatherings.hostedBy(query.person().value())));
  }
}
