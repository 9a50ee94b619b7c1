package info.powow.domain.conversation;

import info.powow.domain.PersonId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The members of a group in the order in which they joined, with their roles and what each may
/// see.
///
/// @param history whether new members see earlier messages
/// @param visible the visibility of members who do not see everything: those who joined later, if
///     the group does not show its history
/// @param left the visibility of the last [#MOST_LEFT] people who left, oldest first. In decisions,
///     anybody else who rejoins a group that does not show its history sees only what is said from
///     then on.
public record Members(
    boolean history,
    Map<PersonId, Role> roles,
    Map<PersonId, Visibility> visible,
    Map<PersonId, Visibility> left) {
  static final int MOST_LEFT = 1_000;

  static Members none(boolean history) {
    return new Members(history, Map.of(), Map.of(), Map.of());
  }

  public boolean has(PersonId person) {
    return roles.containsKey(person);
  }

  Optional<Role> roleOf(PersonId person) {
    return Optional.ofNullable(roles.get(person));
  }

  int count() {
    return roles.size();
  }

  boolean isLastOwner(PersonId person) {
    return roles.get(person) == Role.OWNER
        && roles.values().stream().filter(role -> role == Role.OWNER).count() == 1;
  }

  /// Who becomes owner when this owner goes: the moderator who has been a member longest, or else
  /// the member who has. Empty if nobody else is there.
  Optional<PersonId> successorOf(PersonId owner) {
    List<PersonId> others =
        roles.keySet().stream().filter(person -> !person.equals(owner)).toList();
    return others.stream()
        .filter(person -> roles.get(person) == Role.MODERATOR)
        .findFirst()
        .or(() -> others.stream().findFirst());
  }

  /// The positions that a member may see.
  Visibility visibleTo(PersonId person) {
    return has(person) ? visible.getOrDefault(person, Visibility.EVERYTHING) : Visibility.NOTHING;
  }

  /// The positions that a member may see, or one of the last people who left.
  Visibility keptVisibleTo(PersonId person) {
    return has(person) ? visibleTo(person) : left.getOrDefault(person, Visibility.NOTHING);
  }

  /// Adds a member who is there from the beginning, or changes a role.
  Members with(PersonId person, Role role) {
    return new Members(history, and(roles, person, role), visible, left);
  }

  /// Adds a member.
  ///
  /// @param at the position of the event that made them a member
  Members joined(PersonId person, long at) {
    Map<PersonId, Role> members = and(roles, person, Role.MEMBER);
    if (history) {
      return new Members(true, members, visible, less(left, person));
    }
    Visibility before = left.getOrDefault(person, Visibility.NOTHING);
    return new Members(
        false, members, and(visible, person, before.joined(at, false)), less(left, person));
  }

  /// Removes somebody who left or was removed.
  ///
  /// @param at the position of that event
  Members left(PersonId person, long at) {
    Map<PersonId, Role> members = less(roles, person);
    Map<PersonId, Visibility> gone = new LinkedHashMap<>(left);
    gone.put(person, visibleTo(person).left(at));
    if (gone.size() > MOST_LEFT) {
      gone.remove(gone.keySet().iterator().next());
    }
    return new Members(history, members, less(visible, person), Collections.unmodifiableMap(gone));
  }

  private static <V> Map<PersonId, V> and(Map<PersonId, V> map, PersonId person, V value) {
    Map<PersonId, V> next = new LinkedHashMap<>(map);
    next.put(person, value);
    return Collections.unmodifiableMap(next);
  }

  private static <V> Map<PersonId, V> less(Map<PersonId, V> map, PersonId person) {
    if (!map.containsKey(person)) {
      return map;
    }
    Map<PersonId, V> next = new LinkedHashMap<>(map);
    next.remove(person);
    return Collections.unmodifiableMap(next);
  }
}
