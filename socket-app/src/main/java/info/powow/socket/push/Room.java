package info.powow.socket.push;

import info.powow.domain.ConversationId;
import java.util.ArrayList;
import java.util.List;

/// A conversation, as far as members of it are connected here.
public final class Room {
  private final ConversationId conversation;
  private final List<Stay> stays = new ArrayList<>(2);
  private final List<Subscription> subscriptions = new ArrayList<>(0);
  private int size;
  private boolean history;

  Room(ConversationId conversation) {
    this.conversation = conversation;
  }

  public ConversationId conversation() {
    return conversation;
  }

  /// The members who are connected here.
  public List<Stay> stays() {
    return stays;
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
}
