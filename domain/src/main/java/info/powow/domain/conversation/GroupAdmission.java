package info.powow.domain.conversation;

import info.powow.domain.PersonId;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may enter a group besides its members.
///
/// @param invited people with open invitations: the inviters and the positions of their invitations
/// @param banned people who are kept out permanently
/// @param host the host of the gathering, if the group is a gathering's conversation; it then
///     admits only attendees
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

  /// Removes the invitations of a person who joined or was banned.
  GroupAdmission uninvite(PersonId person) {
    if (!invited.containsKey(person)) {
      return this;
    }
    Map<PersonId, Map<PersonId, Long>> next = new LinkedHashMap<>(invited);
    next.remove(person);
    return new GroupAdmission(Collections.unmodifiableMap(next), banned, host);
  }

  /// Removes the invitations that a removed member had sent.
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
