package info.powow.domain.audit;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Public;
import info.powow.domain.Rejected;
import java.util.List;
import java.util.Set;

/// What a case is about. A conversation is in scope if it is listed, or if one of the listed people
/// is or ever was a member of it.
///
/// @param statistics whether it is about the numbers of the whole installation, under pseudonyms;
///     such a case has no conversations and no people, and nothing in it can be read by audits
@Public
public record CaseScope(
    List<ConversationId> conversations, List<PersonId> people, boolean statistics) {
  public static final CaseScope STATISTICS = new CaseScope(List.of(), List.of(), true);

  private static final int MOST = 100;

  /// Conversations and people.
  public CaseScope(List<ConversationId> conversations, List<PersonId> people) {
    this(conversations, people, false);
  }

  public CaseScope {
    conversations = List.copyOf(conversations);
    people = List.copyOf(people);
    if (conversations.size() > MOST) {
      throw Rejected.field("conversations", "at most 100 conversations", "more");
    }
    if (people.size() > MOST) {
      throw Rejected.field("people", "at most 100 people", "more");
    }
    if (statistics && !(conversations.isEmpty() && people.isEmpty())) {
      throw Rejected.field("conversations", "none in a case about statistics", "some");
    }
    if (!statistics && conversations.isEmpty() && people.isEmpty()) {
      throw Rejected.field("conversations", "a conversation or a person", "none");
    }
  }

  /// @param everMembers everybody who is or was a member
  public boolean covers(ConversationId conversation, Set<PersonId> everMembers) {
    return conversations.contains(conversation) || people.stream().anyMatch(everMembers::contains);
  }

  /// Whether it names the person, or one of the conversations that they are or were in.
  public boolean concerns(PersonId person, Set<ConversationId> theirs) {
    return covers(person) || conversations.stream().anyMatch(theirs::contains);
  }

  public boolean covers(PersonId person) {
    return people.contains(person);
  }
}
