package info.powow.socket.presence;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The people who are connected to other nodes and share a small conversation with somebody on this
/// node.
final class RemotePresence {
  private final Map<ConversationId, Map<PersonId, Set<String>>> localConversations =
      new HashMap<>();
  private final Map<String, Map<PersonId, Set<ConversationId>>> nodes = new HashMap<>();

  void add(String node, PersonId person, ConversationId conversation) {
    localConversations
        .computeIfAbsent(conversation, _ -> new HashMap<>(2))
        .computeIfAbsent(person, _ -> new HashSet<>(2))
        .add(node);
    nodes
        .computeIfAbsent(node, _ -> new HashMap<>())
        .computeIfAbsent(person, _ -> new HashSet<>(4))
        .add(conversation);
  }

  boolean has(PersonId person, ConversationId conversation) {
    return in(conversation).contains(person);
  }

  /// Whether a person is known in any conversation.
  boolean has(PersonId person) {
    return nodes.values().stream().anyMatch(people -> people.containsKey(person));
  }

  Set<PersonId> in(ConversationId conversation) {
    return localConversations.getOrDefault(conversation, Map.of()).keySet();
  }

  /// The nodes with members of a conversation.
  Set<String> nodesOf(ConversationId conversation) {
    Set<String> found = new HashSet<>(4);
    localConversations.getOrDefault(conversation, Map.of()).values().forEach(found::addAll);
    return found;
  }

  /// The people of a node.
  Set<PersonId> of(String node) {
    return Set.copyOf(nodes.getOrDefault(node, Map.of()).keySet());
  }

  /// Removes a person from a node.
  ///
  /// @return the conversations in which they are at no other node
  Set<ConversationId> remove(String node, PersonId person) {
    Map<PersonId, Set<ConversationId>> people = nodes.get(node);
    Set<ConversationId> known = people == null ? null : people.remove(person);
    if (people == null || known == null) {
      return Set.of();
    }
    if (people.isEmpty()) {
      nodes.remove(node);
    }
    known.removeIf(conversation -> !leaves(node, person, conversation));
    return known;
  }

  /// Removes a former member.
  void part(PersonId person, ConversationId conversation) {
    Map<PersonId, Set<String>> room = localConversations.get(conversation);
    Set<String> at = room == null ? null : room.get(person);
    if (at != null) {
      Set.copyOf(at).forEach(node -> forget(node, person, conversation));
    }
  }

  /// Removes a conversation without local members.
  void forget(ConversationId conversation) {
    Set.copyOf(in(conversation)).forEach(person -> part(person, conversation));
  }

  private void forget(String node, PersonId person, ConversationId conversation) {
    leaves(node, person, conversation);
    Map<PersonId, Set<ConversationId>> people = nodes.get(node);
    Set<ConversationId> known = people == null ? null : people.get(person);
    if (people == null || known == null) {
      return;
    }
    known.remove(conversation);
    if (known.isEmpty() && people.remove(person) != null && people.isEmpty()) {
      nodes.remove(node);
    }
  }

  /// @return whether they are at no other node
  private boolean leaves(String node, PersonId person, ConversationId conversation) {
    Map<PersonId, Set<String>> room = localConversations.get(conversation);
    Set<String> at = room == null ? null : room.get(person);
    if (room == null || at == null) {
      return true;
    }
    at.remove(node);
    if (!at.isEmpty()) {
      return false;
    }
    room.remove(person);
    if (room.isEmpty()) {
      localConversations.remove(conversation);
    }
    return true;
  }
}
