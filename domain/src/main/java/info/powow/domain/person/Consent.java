package info.powow.domain.person;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A person's consent settings, and what they have declined.
///
/// @param declined for each group, the position up to which the person has declined invitations;
///     contains a private chat if its request was declined
/// @param refusals for each inviter, the number of declined invitations
public record Consent(
    MayAdd mayAddMe,
    MayWrite mayWriteMe,
    Map<ConversationId, Long> declined,
    Map<PersonId, Integer> refusals) {
  /// After this many declined invitations, an inviter cannot invite the person any more.
  public static final int REFUSALS = 3;

  /// The number of newest entries kept. Bounds the state.
  static final int KEPT = 1_000;

  /// The settings of a person who has changed nothing.
  public static final Consent DEFAULT =
      new Consent(MayAdd.CONTACTS, MayWrite.EVERYONE, Map.of(), Map.of());

  public Consent with(MayAdd add, MayWrite write) {
    return new Consent(add, write, declined, refusals);
  }

  /// Whether the person has declined the invitation at a position of a group.
  public boolean hasDeclined(ConversationId conversation, long position) {
    Long upTo = declined.get(conversation);
    return upTo != null && position <= upTo;
  }

  public boolean hasDeclinedRequest(ConversationId conversation) {
    return declined.containsKey(conversation);
  }

  /// Whether the person has declined so many invitations of an inviter that there may be no more.
  public boolean refuses(PersonId inviter) {
    return refusals.getOrDefault(inviter, 0) >= REFUSALS;
  }

  public Consent decline(ConversationId conversation, long position) {
    long upTo = Math.max(position, declined.getOrDefault(conversation, 0L));
    return new Consent(mayAddMe, mayWriteMe, with(declined, conversation, upTo), refusals);
  }

  Consent refuse(PersonId inviter) {
    int before = refusals.getOrDefault(inviter, 0);
    return new Consent(mayAddMe, mayWriteMe, declined, with(refusals, inviter, before + 1));
  }

  private static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
    Map<K, V> next = new LinkedHashMap<>(map);
    next.remove(key);
    next.put(key, value);
    if (next.size() > KEPT) {
      next.remove(next.keySet().iterator().next());
    }
    return Collections.unmodifiableMap(next);
  }
}
