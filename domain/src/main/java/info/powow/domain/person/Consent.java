package info.powow.domain.person;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a person allows others: their settings, and what they have declined.
///
/// @param declined up to which position they have declined the invitations to a group; a private
///     chat is in it when they have declined its request
/// @param refusals how many invitations of a person they have declined
public record Consent(
    MayAdd mayAddMe,
    MayWrite mayWriteMe,
    Map<ConversationId, Long> declined,
    Map<PersonId, Integer> refusals) {
  /// After so many declined invitations of one person, that person may not invite them again.
  public static final int REFUSALS = 3;

  /// What is kept of the past, the newest: so the state stays bounded.
  static final int KEPT = 1_000;

  /// What holds until a person says otherwise.
  public static final Consent DEFAULT =
      new Consent(MayAdd.CONTACTS, MayWrite.EVERYONE, Map.of(), Map.of());

  public Consent with(MayAdd add, MayWrite write) {
    return new Consent(add, write, declined, refusals);
  }

  /// Whether they have declined an invitation that stands at a position of a group.
  public boolean hasDeclined(ConversationId conversation, long position) {
    Long upTo = declined.get(conversation);
    return upTo != null && position <= upTo;
  }

  public boolean hasDeclinedRequest(ConversationId conversation) {
    return declined.containsKey(conversation);
  }

  /// Whether somebody has been declined so often that they may not invite them any more.
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
