package info.powow.query.notification;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.Standing;
import info.powow.domain.conversation.TextHistory;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.Devices;
import info.powow.domain.notification.FindDevices;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.NotificationPreferences;
import info.powow.domain.notification.Recipient;
import info.powow.domain.notification.Recipients;
import info.powow.projection.conversation.ConversationView;
import info.powow.projection.conversation.ConversationViews;
import info.powow.projection.conversation.HistoryPage;
import info.powow.projection.conversation.InboxView;
import info.powow.projection.conversation.MembersView;
import info.powow.projection.conversation.ReadView;
import info.powow.projection.person.MarksView;
import info.powow.projection.person.PersonView;
import info.powow.projection.person.PersonViews;
import info.powow.query.ReadYourWrites;
import info.powow.query.ViewStoreBreaker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/// Tells the nodes that notify how people stand to a message, as of all that was acknowledged before
/// the question.
public class RecipientsHandler {
  private static final List<String> ABOUT = List.of("position", "group", "name");

  private final ConversationViews conversations;
  private final PersonViews people;
  private final NotificationReader notifications;
  private final ReadYourWrites readYourWrites;
  private final ViewStoreBreaker guard;

  RecipientsHandler(
      ConversationViews conversations,
      PersonViews people,
      NotificationReader notifications,
      ReadYourWrites readYourWrites,
      ViewStoreBreaker guard) {
    this.conversations = conversations;
    this.people = people;
    this.notifications = notifications;
    this.readYourWrites = readYourWrites;
    this.guard = guard;
  }

  @QueryHandler
  Devices find(FindDevices query) {
    return readYourWrites.ask(() -> new Devices(notifications.devices(query.person())));
  }

  @QueryHandler
  Recipients find(FindRecipients query) {
    return readYourWrites.ask(() -> guard.ask(() -> recipients(query)));
  }

  private Recipients recipients(FindRecipients query) {
    String id = query.conversation().value();
    ConversationView view = conversations.conversations().find(List.of(id), ABOUT).get(id);
    MembersView members = conversations.members().find(id);
    Map<String, PersonView> authors = people.people().find(List.of(query.author().value()));
    PersonView author = authors.get(query.author().value());
    TextHistory texts = texts(id, query.position());
    if (view == null || members == null) {
      return new Recipients(true, null, "", texts.isDeleted(), texts.edits(), List.of());
    }
    List<PersonId> asked =
        (query.only().isEmpty()
                ? members.current().keySet().stream().map(PersonId::new)
                : query.only().stream())
            .filter(person -> !person.equals(query.author()))
            .toList();
    return new Recipients(
        view.group(),
        view.group() ? view.name() : null,
        author == null ? "" : author.displayName(),
        texts.isDeleted(),
        texts.edits(),
        asked.isEmpty() ? List.of() : people(query, view, members, author, asked));
  }

  private List<Recipients.One> people(
      FindRecipients query,
      ConversationView view,
      MembersView members,
      @Nullable PersonView author,
      List<PersonId> asked) {
    String id = query.conversation().value();
    List<String> ids = asked.stream().map(PersonId::value).toList();
    Map<String, PersonView> profiles = people.people().find(ids);
    MarksView blockers = people.blockers().find(query.author().value());
    Map<PersonId, NotificationPreferences> preferences = notifications.preferences(asked);
    Map<PersonId, List<Device.Registered>> devices = notifications.devices(asked);
    Map<String, ReadView> reads =
        conversations.reads().find(ids.stream().map(person -> ReadView.idOf(id, person)).toList());
    Map<String, InboxView> inboxes =
        view.group() ? Map.of() : conversations.inboxes().find(ids, List.of(InboxView.fieldOf(id)));
    List<Recipients.One> found = new ArrayList<>(asked.size());
    for (PersonId person : asked) {
      PersonView profile = profiles.get(person.value());
      if (profile == null) {
        continue;
      }
      MembersView.Member member = members.current().get(person.value());
      boolean sees = member != null && member.visible().sees(query.position());
      boolean blocked =
          profile.blocked().contains(query.author().value())
              || (author != null && author.blocked().contains(person.value()))
              || (blockers != null && blockers.marks().containsKey(person.value()));
      NotificationPreferences theirs =
          preferences.getOrDefault(person, NotificationPreferences.DEFAULT);
      Instant mutedUntil = profile.muted().get(id);
      ReadView read = reads.get(ReadView.idOf(id, person.value()));
      found.add(
          new Recipients.One(
              new Recipient(
                  person,
                  sees,
                  blocked,
                  isRequest(inboxes.get(person.value()), id),
                  mutedUntil,
                  theirs.settings(),
                  theirs.levels().get(query.conversation())),
              read == null ? -1 : read.upTo(),
              devices.getOrDefault(person, List.of())));
    }
    return found;
  }

  private static boolean isRequest(@Nullable InboxView inbox, String conversation) {
    InboxView.Entry entry = inbox == null ? null : inbox.conversations().get(conversation);
    return entry != null
        && (entry.standing() == Standing.REQUEST || entry.standing() == Standing.UNSAID);
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
