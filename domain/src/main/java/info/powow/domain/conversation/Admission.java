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
public record Admission(
    Map<PersonId, Map<PersonId, Long>> invited, Set<PersonId> banned, @Nullable PersonId host) {

  static Admission of(@Nullable PersonId host) {
    return new Admission(Map.of(), Set.of(), host);
  }

  boolean isOfGathering() {
    return host != null;
  }

  Map<PersonId, Long> invitationsOf(PersonId person) {
    return invited.getOrDefault(person, Map.of());
  }

  Admission invite(PersonId person, PersonId by, long position) {
    Map<PersonId, Long> inviters = new LinkedHashMap<>(invitationsOf(person));
    inviters.put(by, position);
    Map<PersonId, Map<PersonId, Long>> next = new LinkedHashMap<>(invited);
    next.put(person, Collections.unmodifiableMap(inviters));
    return new Admission(Collections.unmodifiableMap(next), banned, host);
  }

  /// Who comes, or is banned, is not invited any more.
  Admission uninvite(PersonId person) {
    if (!invited.containsKey(person)) {
      return this;
    }
    Map<PersonId, Map<PersonId, Long>> next = new LinkedHashMap<>(invited);
    next.remove(person);
    return new Admission(Collections.unmodifiableMap(next), banned, host);
  }

  /// The invitations of somebody who was removed end.
  Admission withoutInviter(PersonId by) {
    Map<PersonId, Map<PersonId, Long>> next = new LinkedHashMap<>();
    invited.forEach((person, inviters) -> {
      Map<PersonId, Long> others = new LinkedHashMap<>(inviters);
      others.remove(by);
      if (!others.isEmpty()) {
        next.put(person, Collections.unmodifiableMap(others));
      }
    });
    return new Admission(Collections.unmodifiableMap(next), banned, host);
  }

  Admission ban(PersonId person) {
    Set<PersonId> next = new HashSet<>(banned);
    next.add(person);
    return new Admission(uninvite(person).invited(), Set.copyOf(next), host);
  }

  Admission liftBan(PersonId person) {
    Set<PersonId> next = new HashSet<>(banned);
    next.remove(person);
    return new Admission(invited, Set.copyOf(next), host);
  }
}
