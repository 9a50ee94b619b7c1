package info.powow.domain.conversation;

import info.powow.domain.PersonId;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may come into a group besides its members.
///
/// @param invited who was invited and has not come: by whom, and at which position
/// @param banned who was removed for good
/// @param host of the gathering, when the group is a gathering's conversation: then it admits who
///     goes to the gathering, and nobody else
public record GroupAdmission(
    Map<PersonId, Map<PersonId, Long>> invited, Set<PersonId> banned, @Nullable PersonId host) {

  static GroupAdmission of(@Nullable PersonId host) {
    return new GroupAdmission(Map.of(), Set.of(), host);
  }

  boolean isOfGathering() {
    return host != null;
  }

  Map<PersonId, Long> invitationsOf(PersonId person) {
    return invited.getOrDefault(person, Map.of());
  }

  GroupAdmission invite(PersonId person, PersonId by, long position) {
    Map<PersonId, Long> inviters = new LinkedHashMap<>(invitationsOf(person));
    inviters.put(by, position);
    Map<PersonId, Map<PersonId, Long>> next = new LinkedHashMap<>(invited);
    next.put(person, Collections.unmodifiableMap(inviters));
    return new GroupAdmission(Collections.unmodifiableMap(next), banned, host);
  }

  /// Who comes, or is banned, is not invited any more.
  GroupAdmission uninvite(PersonId person) {
    if (!invited.containsKey(person)) {
      return this;
    }
    Map<PersonId, Map<PersonId, Long>> next = new LinkedHashMap<>(invited);
    next.remove(person);
    return new GroupAdmission(Collections.unmodifiableMap(next), banned, host);
  }

  /// The invitations of somebody who was removed end.
  GroupAdmission withoutInviter(PersonId by) {
    Map<PersonId, Map<PersonId, Long>> next = new LinkedHashMap<>();
    invited.forEach((person, inviters) -> {
      Map<PersonId, Long> others = new LinkedHashMap<>(inviters);
      others.remove(by);
      if (!others.isEmpty()) {
        next.put(person, Collections.unmodifiableMap(others));
      }
    });
    return new GroupAdmission(Collections.unmodifiableMap(next), banned, host);
  }

  GroupAdmission ban(PersonId person) {
    Set<PersonId> next = new HashSet<>(banned);
    next.add(person);
    return new GroupAdmission(uninvite(person).invited(), Set.copyOf(next), host);
  }

  GroupAdmission liftBan(PersonId person) {
    Set<PersonId> next = new HashSet<>(banned);
    next.remove(person);
    return new GroupAdmission(invited, Set.copyOf(next), host);
  }
}
