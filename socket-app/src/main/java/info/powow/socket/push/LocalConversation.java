package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A conversation that has members connected to this node.
public final class LocalConversation {
  private final ConversationId conversation;
  private final List<LocalMembership> localMemberships = new ArrayList<>(2);
  private final List<Subscription> subscriptions = new ArrayList<>(0);
  private final Map<PersonId, Standing> standings = new HashMap<>(0);
  private boolean hides;
  private int size;
  private boolean history;

  LocalConversation(ConversationId conversation) {
    this.conversation = conversation;
  }

  public ConversationId conversation() {
    return conversation;
  }

  /// The members who are connected here.
  public List<LocalMembership> localMemberships() {
    return localMemberships;
  }

  /// Who listens to this conversation alone.
  List<Subscription> subscriptions() {
    return subscriptions;
  }

  /// About how many members there are, here or not. Wrong by one or two for a moment while somebody
  /// comes or goes.
  public int size() {
    return size;
  }

  /// Whether it is known that the group shows newcomers what was said before they joined. What the
  /// views say of a member has that in it; it matters to those who joined a moment ago.
  boolean showsHistory() {
    return history;
  }

  void showsHistory(boolean shows) {
    history = shows;
  }

  void size(int members) {
    size = members;
  }

  /// How a member who is connected here stands to it; in a group, all are in it for good.
  public Standing standingOf(PersonId person) {
    return standings.getOrDefault(person, Standing.MUTUAL);
  }

  /// Whether members may know of each other when they are there, type and have read: always in a
  /// group, and in a private chat that both have agreed to.
  public boolean isMutual() {
    return standings.isEmpty() || standings.containsValue(Standing.MUTUAL);
  }

  /// Whether it does not show with one of its members.
  boolean hides() {
    return hides;
  }

  boolean hidesFrom(PersonId person) {
    return hides && standingOf(person) == Standing.UNSAID;
  }

  void stands(PersonId person, Standing standing) {
    if (conversation.namesPrivateChat()) {
      standings.put(person, standing);
      hides = standings.containsValue(Standing.UNSAID);
    }
  }

  void forget(PersonId person) {
    standings.remove(person);
    hides = standings.containsValue(Standing.UNSAID);
  }

  /// One of the two of a private chat has written or accepted.
  ///
  /// @return whether both have agreed by that
  boolean agreed(PersonId by) {
    if (standings.isEmpty() || isMutual()) {
      return false;
    }
    standings.replaceAll(
        (person, standing) -> person.equals(by) ? standing.afterMine() : standing.afterTheirs());
    hides = standings.containsValue(Standing.UNSAID);
    return isMutual();
  }
}
