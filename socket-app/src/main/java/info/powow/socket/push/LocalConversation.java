package info.powow.socket.push;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A conversation with members connected to this node.
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

  /// The members connected here.
  public List<LocalMembership> localMemberships() {
    return localMemberships;
  }

  /// Subscriptions to this conversation alone.
  List<Subscription> subscriptions() {
    return subscriptions;
  }

  /// The approximate number of members, connected or not. Briefly inexact when somebody joins or
  /// leaves.
  public int size() {
    return size;
  }

  /// Whether the group is known to show its history to new members. This matters for members who
  /// joined a moment ago; for others, the views have accounted for it.
  boolean showsHistory() {
    return history;
  }

  void showsHistory(boolean shows) {
    history = shows;
  }

  void size(int members) {
    size = members;
  }

  /// The standing of a member connected here; always mutual in a group.
  public Standing standingOf(PersonId person) {
    return standings.getOrDefault(person, Standing.MUTUAL);
  }

  /// Whether members receive each other's presence, typing and read markers: always in a group, and
  /// in a private chat to which both have agreed.
  public boolean isMutual() {
    return standings.isEmpty() || standings.containsValue(Standing.MUTUAL);
  }

  /// Whether it is hidden from one of its members.
  boolean hides() {
    return hides;
  }

  boolean hidesFrom(PersonId person) {
    return hides && standingOf(person) == Standing.HIDDEN;
  }

  void stands(PersonId person, Standing standing) {
    if (conversation.namesPrivateChat()) {
      standings.put(person, standing);
      hides = standings.containsValue(Standing.HIDDEN);
    }
  }

  void forget(PersonId person) {
    standings.remove(person);
    hides = standings.containsValue(Standing.HIDDEN);
  }

  /// One of the two people of a private chat has written or accepted.
  ///
  /// @return whether this makes the agreement mutual
  boolean agreed(PersonId by) {
    if (standings.isEmpty() || isMutual()) {
      return false;
    }
    standings.replaceAll(
        (person, standing) -> person.equals(by) ? standing.afterMine() : standing.afterTheirs());
    hides = standings.containsValue(Standing.HIDDEN);
    return isMutual();
  }
}
