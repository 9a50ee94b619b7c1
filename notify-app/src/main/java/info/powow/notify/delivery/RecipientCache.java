package info.powow.notify.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AdmissionEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.GroupProfileEvent;
import info.powow.domain.conversation.ConversationEvent.MembershipEvent;
import info.powow.domain.conversation.ConversationEvent.MessageEvent;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.notification.Audience;
import info.powow.domain.notification.DeviceEvent;
import info.powow.domain.notification.DeviceEvent.DeviceReplaced;
import info.powow.domain.notification.Listener;
import info.powow.domain.notification.NotificationEvent;
import info.powow.domain.notification.Recipients;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.person.PersonEvent.ConversationMuted;
import info.powow.domain.person.PersonEvent.ConversationUnmuted;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Caches what a decision about a new message needs to know about people, so that it does not query
/// each of them.
///
/// An entry is queried once, and dropped when an event of the log changes it. So an entry is never
/// older than the events followed so far, but may be newer. For one thread.
final class RecipientCache {
  private static final int MAX_MEMBERS = 200_000;
  private static final int MAX_LISTENERS = 200_000;

  private final People people;
  private final Cache<ConversationId, Known> conversations =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumWeight(MAX_MEMBERS)
          .weigher((ConversationId _, Known known) -> 1 + known.members.size())
          .build();
  private final Cache<PersonId, Listener> listeners =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumWeight(MAX_LISTENERS)
          .weigher(RecipientCache::weight)
          .build();

  RecipientCache(People people) {
    this.people = people;
  }

  private record Known(boolean group, Map<PersonId, Audience.Member> members) {
    static Known of(Audience audience) {
      Map<PersonId, Audience.Member> members = new LinkedHashMap<>();
      audience.members().forEach(member -> members.put(member.person(), member));
      return new Known(audience.group(), members);
    }

    boolean isRequest() {
      return members.values().stream().anyMatch(Audience.Member::request);
    }

    void read(PersonId person, long upTo) {
      members.computeIfPresent(
          person,
          (_, member) ->
              new Audience.Member(
                  person, member.visible(), member.request(), Math.max(member.readUpTo(), upTo)));
    }
  }

  private static int weight(PersonId person, Listener listener) {
    return 1
        + 4 * listener.devices().size()
        + (listener.blocked().size()
                + listener.muted().size()
                + listener.preferences().levels().size()
                + listener.preferences().settings().keywords().size())
            / 4;
  }

  /// Drops or updates what an event of the log changes.
  void follow(Object event) {
    switch (event) {
      case ConversationEvent change -> follow(change);
      case ReadEvent.Read read -> {
        Known known = conversations.getIfPresent(read.conversationId());
        if (known != null) {
          known.read(read.personId(), read.upTo());
        }
      }
      case PersonEvent change -> {
        if (change instanceof PersonBlocked
            || change instanceof PersonUnblocked
            || change instanceof ConversationMuted
            || change instanceof ConversationUnmuted) {
          listeners.invalidate(change.personId());
        }
      }
      case NotificationEvent change -> listeners.invalidate(change.personId());
      case DeviceEvent change -> {
        listeners.invalidate(change.personId());
        if (change instanceof DeviceReplaced replaced) {
          listeners.invalidate(replaced.formerly());
        }
      }
      default -> {
        // Other kinds of events change nothing here.
      }
    }
  }

  /// Drops everything, so that it is queried again.
  void forget() {
    conversations.invalidateAll();
    listeners.invalidateAll();
  }

  private void follow(ConversationEvent event) {
    ConversationId conversation = event.conversationId();
    switch (event) {
      case MessageSent _ -> {
        Known known = conversations.getIfPresent(conversation);
        // Answering a request accepts it.
        if (known != null && !known.group() && known.isRequest()) {
          conversations.invalidate(conversation);
        }
      }
      case Opening _, MembershipEvent _, RequestAccepted _, AuthorErased _ ->
          conversations.invalidate(conversation);
      case MessageEvent _, AdmissionEvent _, GroupProfileEvent _ -> {
        // These do not change the members.
      }
    }
  }

  /// @param people all members but the author
  record Found(boolean group, List<Recipients.One> people) {}

  /// How the members stand to a message.
  Found of(ConversationId conversation, long position, PersonId author) {
    Known known = conversations.getIfPresent(conversation);
    if (known == null) {
      known = Known.of(people.audience(conversation));
      conversations.put(conversation, known);
    }
    Set<PersonId> asked = new HashSet<>(known.members().keySet());
    asked.add(author);
    Map<PersonId, Listener> who = listeners(asked);
    Listener authors = who.get(author);
    Set<PersonId> authorsBlocked = authors == null ? Set.of() : authors.blocked();
    List<Recipients.One> found = new ArrayList<>(known.members().size());
    for (Audience.Member member : known.members().values()) {
      Listener listener = who.get(member.person());
      if (listener != null && !member.person().equals(author)) {
        found.add(
            new Recipients.One(
                listener.of(conversation, position, member, author, authorsBlocked),
                member.readUpTo(),
                listener.devices()));
      }
    }
    return new Found(known.group(), found);
  }

  private Map<PersonId, Listener> listeners(Set<PersonId> asked) {
    Map<PersonId, Listener> found = new HashMap<>(listeners.getAllPresent(asked));
    Set<PersonId> missing = new HashSet<>(asked);
    missing.removeAll(found.keySet());
    if (!missing.isEmpty()) {
      for (Listener listener : people.listeners(missing)) {
        listeners.put(listener.person(), listener);
        found.put(listener.person(), listener);
      }
    }
    return found;
  }
}
