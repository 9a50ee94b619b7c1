package info.powow.domain.conversation;

import info.powow.domain.PersonId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Who is in a group, in the order of their coming, in which role, and what each may see.
///
/// @param history whether newcomers see what was said before
/// @param visible what members see who do not see everything: those who joined later, where the
///     group does not show its history
/// @param left what those saw who left last, at most [#MOST_LEFT] of them, oldest first, where the
///     group does not show its history. Who comes back after that sees, in decisions, only what is
///     said from then on.
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

  /// What a member may see.
  Visibility visibleTo(PersonId person) {
    return has(person) ? visible.getOrDefault(person, Visibility.EVERYTHING) : Visibility.NOTHING;
  }

  /// With somebody who is there from the beginning, or who has another role now.
  Members with(PersonId person, Role role) {
    return new Members(history, and(roles, person, role), visible, left);
  }

  /// With a member more.
  ///
  /// @param at position of the event that made them one
  Members joined(PersonId person, long at) {
    Map<PersonId, Role> members = and(roles, person, Role.MEMBER);
    if (history) {
      return new Members(true, members, visible, left);
    }
    Visibility before = left.getOrDefault(person, Visibility.NOTHING);
    return new Members(
        false, members, and(visible, person, before.joined(at, false)), less(left, person));
  }

  /// Without somebody who left or was removed.
  ///
  /// @param at position of that event
  Members left(PersonId person, long at) {
    Map<PersonId, Role> members = less(roles, person);
    if (history) {
      return new Members(true, members, visible, left);
    }
    Map<PersonId, Visibility> gone = new LinkedHashMap<>(left);
    gone.put(person, visibleTo(person).left(at));
    if (gone.size() > MOST_LEFT) {
      gone.remove(gone.keySet().iterator().next());
    }
    return new Members(false, members, less(visible, person), Collections.unmodifiableMap(gone));
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
