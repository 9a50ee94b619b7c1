package info.powow.query.notification;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.campaign.CampaignIds;
import info.powow.domain.campaign.FindCampaigns;
import info.powow.domain.conversation.Standing;
import info.powow.domain.conversation.TextHistory;
import info.powow.domain.conversation.Visibility;
import info.powow.domain.gathering.Answer;
import info.powow.domain.gathering.Gathering;
import info.powow.domain.mail.FindMailbox;
import info.powow.domain.mail.FindSubscribers;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.mail.Subscribers;
import info.powow.domain.notification.Audience;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.Devices;
import info.powow.domain.notification.FindAudience;
import info.powow.domain.notification.FindDevices;
import info.powow.domain.notification.FindGatheringRecipients;
import info.powow.domain.notification.FindListeners;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.GatheringRecipients;
import info.powow.domain.notification.Listener;
import info.powow.domain.notification.Listeners;
import info.powow.domain.notification.NotificationPreferences;
import info.powow.domain.notification.Recipients;
import info.powow.projection.conversation.ConversationView;
import info.powow.projection.conversation.ConversationViews;
import info.powow.projection.conversation.HistoryPage;
import info.powow.projection.conversation.InboxView;
import info.powow.projection.conversation.MembersView;
import info.powow.projection.conversation.ReadView;
import info.powow.projection.person.PersonView;
import info.powow.projection.person.PersonViews;
import info.powow.query.ReadYourWrites;
import info.powow.query.ViewStoreBreaker;
import info.powow.query.gathering.Gatherings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/// Tells the nodes that notify how people stand to a message, as of all that was acknowledged before
/// the question.
public class RecipientsHandler {
  private static final List<String> ABOUT = List.of("position", "group", "name");

  private final ConversationViews conversations;
  private final PersonViews people;
  private final Gatherings gatherings;
  private final NotificationReader notifications;
  private final ReadYourWrites readYourWrites;
  private final ViewStoreBreaker guard;

  RecipientsHandler(
      ConversationViews conversations,
      PersonViews people,
      Gatherings gatherings,
      NotificationReader notifications,
      ReadYourWrites readYourWrites,
      ViewStoreBreaker guard) {
    this.conversations = conversations;
    this.people = people;
    this.gatherings = gatherings;
    this.notifications = notifications;
    this.readYourWrites = readYourWrites;
    this.guard = guard;
  }

  @QueryHandler
  Devices find(FindDevices query) {
    return readYourWrites.ask(() -> new Devices(notifications.devices(query.person())));
  }

  @QueryHandler
  Mailbox find(FindMailbox query) {
    return readYourWrites.ask(() -> notifications.mailbox(query.person()));
  }

  @QueryHandler
  Subscribers find(FindSubscribers query) {
    return readYourWrites.ask(() -> notifications.subscribers(query));
  }

  @QueryHandler
  CampaignIds find(FindCampaigns query) {
    return readYourWrites.ask(() -> notifications.campaigns(query));
  }

  @QueryHandler
  Audience find(FindAudience query) {
    return readYourWrites.ask(() -> guard.ask(() -> audience(query.conversation())));
  }

  @QueryHandler
  Listeners find(FindListeners query) {
    return readYourWrites.ask(
        () -> guard.ask(() -> new Listeners(List.copyOf(listeners(query.people()).values()))));
  }

  @QueryHandler
  Recipients find(FindRecipients query) {
    return readYourWrites.ask(() -> guard.ask(() -> recipients(query)));
  }

  @QueryHandler
  GatheringRecipients find(FindGatheringRecipients query) {
    return readYourWrites.ask(() -> guard.ask(() -> neighbours(query)));
  }

  private GatheringRecipients neighbours(FindGatheringRecipients query) {
    String id = query.gathering().value();
    Gathering.Published gathering = gatherings.find(List.of(id)).get(id);
    if (gathering == null) {
      return new GatheringRecipients(null, List.of());
    }
    PersonId host = gathering.host();
    PersonView hosts = people.people().find(List.of(host.value())).get(host.value());
    Set<PersonId> hostBlocked = hosts == null ? Set.of() : blocked(hosts);
    return new GatheringRecipients(
        new GatheringRecipients.Known(
            host, gathering.announcement(), gathering.schedule(), gathering.cancelled()),
        listeners(query.people()).values().stream()
            .map(listener ->
                new GatheringRecipients.One(
                    listener,
                    listener.block(host, hostBlocked),
                    gathering.answerOf(listener.person()) != Answer.DECLINED))
            .toList());
  }

  private Audience audience(ConversationId conversation) {
    ConversationView view = conversation(conversation.value());
    MembersView members = conversations.members().find(conversation.value());
    return view == null || members == null
        ? new Audience(true, List.of())
        : new Audience(
            view.group(),
            members(
                view, members, members.current().keySet().stream().map(PersonId::new).toList()));
  }

  private @Nullable ConversationView conversation(String id) {
    return conversations.conversations().find(List.of(id), ABOUT).get(id);
  }

  private Recipients recipients(FindRecipients query) {
    String id = query.conversation().value();
    ConversationView view = conversation(id);
    MembersView members = conversations.members().find(id);
    PersonView author =
        people.people().find(List.of(query.author().value())).get(query.author().value());
    TextHistory texts = texts(id, query.position());
    if (view == null || members == null) {
      return new Recipients(true, null, "", texts.isDeleted(), texts.edits(), List.of());
    }
    List<PersonId> asked =
        query.people().stream().filter(person -> !person.equals(query.author())).toList();
    Map<PersonId, Listener> listeners = listeners(asked);
    Set<PersonId> authorsBlocked = author == null ? Set.of() : blocked(author);
    List<Recipients.One> found = new ArrayList<>(asked.size());
    for (Audience.Member member : members(view, members, asked)) {
      Listener listener = listeners.get(member.person());
      if (listener != null) {
        found.add(
            new Recipients.One(
                listener.of(
                    query.conversation(), query.position(), member, query.author(), authorsBlocked),
                member.readUpTo(),
                listener.devices()));
      }
    }
    return new Recipients(
        view.group(),
        view.group() ? view.name() : null,
        author == null ? "" : author.displayName(),
        texts.isDeleted(),
        texts.edits(),
        found);
  }

  /// Who is no member sees nothing.
  private List<Audience.Member> members(
      ConversationView view, MembersView members, List<PersonId> asked) {
    if (asked.isEmpty()) {
      return List.of();
    }
    String id = view.id();
    List<String> ids = asked.stream().map(PersonId::value).toList();
    Map<String, MembersView.Member> current = members.current();
    Map<String, ReadView> reads =
        conversations.reads().find(ids.stream().map(person -> ReadView.idOf(id, person)).toList());
    Map<String, InboxView> inboxes =
        view.group() ? Map.of() : conversations.inboxes().find(ids, List.of(InboxView.fieldOf(id)));
    List<Audience.Member> found = new ArrayList<>(asked.size());
    for (PersonId person : asked) {
      MembersView.Member member = current.get(person.value());
      ReadView read = reads.get(ReadView.idOf(id, person.value()));
      found.add(
          new Audience.Member(
              person,
              member == null ? Visibility.NOTHING : member.visible(),
              isRequest(inboxes.get(person.value()), id),
              read == null ? -1 : read.upTo()));
    }
    return found;
  }

  private Map<PersonId, Listener> listeners(Collection<PersonId> asked) {
    if (asked.isEmpty()) {
      return Map.of();
    }
    Map<String, PersonView> profiles =
        people.people().find(asked.stream().map(PersonId::value).toList());
    Map<PersonId, NotificationPreferences> preferences = notifications.preferences(asked);
    Map<PersonId, List<Device.Registered>> devices = notifications.devices(asked);
    Map<PersonId, Listener> found = new LinkedHashMap<>();
    for (PersonId person : asked) {
      PersonView profile = profiles.get(person.value());
      if (profile != null) {
        Map<ConversationId, Instant> muted = new HashMap<>();
        profile.muted().forEach((in, until) -> muted.put(new ConversationId(in), until));
        found.put(
            person,
            new Listener(
                person,
                blocked(profile),
                muted,
                preferences.getOrDefault(person, NotificationPreferences.DEFAULT),
                devices.getOrDefault(person, List.of())));
      }
    }
    return found;
  }

  private static Set<PersonId> blocked(PersonView person) {
    return person.blocked().stream().map(PersonId::new).collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isRequest(@Nullable InboxView inbox, String conversation) {
    InboxView.Entry entry = inbox == null ? null : inbox.conversations().get(conversation);
    return entry != null
        && (entry.standing() == Standing.REQUEST || entry.standing() == Standing.HIDDEN);
  }

  private TextHistory texts(String conversation, long position) {
    String page = HistoryPage.idOf(conversation, HistoryPage.numberOf(position));
    return conversations.history().find(Set.of(page), HistoryPage.WORDINGS).values().stream()
        .flatMap(found -> found.textHistories().stream())
        .filter(each -> each.message() == position)
        .findFirst()
        .orElseGet(() -> TextHistory.asSent(position));
  }
}
