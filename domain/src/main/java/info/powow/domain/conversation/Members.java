package info.powow.domain.conversation;

import info.powow.domain.PersonId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Who is in a group, in the order of their coming, and in which role.
public record Members(Map<PersonId, Role> roles) {
  static final Members NONE = new Members(Map.of());

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

  Members with(PersonId person, Role role) {
    Map<PersonId, Role> next = new LinkedHashMap<>(roles);
    next.put(person, role);
    return new Members(Collections.unmodifiableMap(next));
  }

  Members without(PersonId person) {
    Map<PersonId, Role> next = new LinkedHashMap<>(roles);
    next.remove(person);
    return new Members(Collections.unmodifiableMap(next));
  }
}
