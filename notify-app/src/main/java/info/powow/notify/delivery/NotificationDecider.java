package info.powow.notify.delivery;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.campaign.Campaign;
import info.powow.domain.campaign.CampaignEvent.CampaignStarted;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AdmissionEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.Entry;
import info.powow.domain.conversation.ConversationEvent.Exit;
import info.powow.domain.conversation.ConversationEvent.GroupProfileEvent;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.Opening;
import info.powow.domain.conversation.ConversationEvent.PinChange;
import info.powow.domain.conversation.ConversationEvent.ReactionChange;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ConversationEvent.RoleChanged;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.gathering.GatheringEvent;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringCancelled;
import info.powow.domain.gathering.GatheringEvent.GatheringChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPictureChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.GatheringEvent.GatheringRescheduled;
import info.powow.domain.mail.MailEvent.MailAddressAsked;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.notification.Decision;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DigestTime;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.NotifiableMessage;
import info.powow.domain.notification.NotificationDecision;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.Relevance;
import info.powow.domain.notification.Verdict;
import info.powow.domain.notification.Words;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.notify.delivery.NotificationBatch.TrayChange;
import info.powow.notify.outbox.JournalEntry;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.outbox.OutboxRow.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies the notification rule to messages, with what the rest of Powow knows about their
/// recipients.
public final class NotificationDecider {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationDecider.class);

  private final EventSource log;
  private final Outbox outbox;
  private final People people;
  private final RecipientCache recipients;
  private final Topics topics;
  private final NotificationMetrics metrics;
  private final Clock clock;

  public NotificationDecider(
      EventSource log,
      Outbox outbox,
      People people,
      Topics topics,
      NotificationMetrics metrics,
      Clock clock) {
    this.log = log;
    this.outbox = outbox;
    this.people = people;
    recipients = new RecipientCache(people);
    this.topics = topics;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// The decisions about some events. One query finds who is active, for all of them.
  private static final class Plan {
    private final Set<PersonId> told = new HashSet<>();
    private final List<Step> steps = new ArrayList<>();

    void add(TrayChange change) {
      steps.add((_, found) -> found.trays().add(change));
    }

    void add(OutboxRow row) {
      steps.add((_, found) -> found.rows().add(row));
    }
  }

  private interface Step {
    void take(Set<PersonId> active, NotificationBatch found);
  }

  /// Must be called if the next events do not directly follow the previous ones.
  void forget() {
    recipients.forget();
  }

  /// @param events in the order of the log
  NotificationBatch about(List<LoggedEvent> events) {
    // As of the last event: what was read or left by then needs no notification.
    events.forEach(this::follow);
    Plan plan = new Plan();
    for (LoggedEvent event : events) {
      try {
        plan(event, plan);
      } catch (RuntimeException e) {
        Rejected refusal = Rejected.in(e);
        if (refusal != null && refusal.reason().kind() == Reason.Kind.UNAVAILABLE
            || e instanceof People.Unavailable
            || e instanceof Outbox.Unavailable) {
          throw e;
        }
        // Skip this event. Stopping here would stop notifications for everybody.
        LOG.error(
            "nobody is notified of event {} of the log: {}", event.index(), e.getClass().getName());
      }
    }
    Set<PersonId> active = plan.told.isEmpty() ? Set.of() : people.active(plan.told);
    NotificationBatch all = new NotificationBatch();
    plan.steps.forEach(step -> step.take(active, all));
    return all;
  }

  private void follow(LoggedEvent event) {
    try {
      recipients.follow(event.event());
    } catch (RuntimeException e) {
      // What the event changes is unknown.
      recipients.forget();
    }
  }

  private void plan(LoggedEvent event, Plan plan) {
    if (event.event() instanceof ReadEvent.Read read) {
      plan.add(clearing(read.personId(), read.conversationId(), read.upTo(), Verdict.READ));
    } else if (event.event() instanceof MailAddressAsked asked) {
      if (clock.instant().isBefore(asked.at().plus(Mailbox.CONFIRMATION))) {
        plan.add(MailDeliveries.confirmation(asked.personId(), asked.at()));
      }
    } else if (event.event() instanceof CampaignStarted started) {
      if (clock.instant().isBefore(started.at().plus(Campaign.LONGEST))) {
        plan.add(CampaignDeliveries.start(started.campaignId(), started.at()));
      }
    } else if (event.event() instanceof GatheringEvent change) {
      plan(change, plan);
    } else if (event.event() instanceof ConversationEvent change) {
      plan(change, event.sequence(), plan);
    }
  }

  private void plan(GatheringEvent event, Plan plan) {
    Relevance what =
        switch (event) {
          case GatheringPublished _ -> Relevance.NEW_GATHERING;
          case GatheringChanged changed -> changed.moved() ? Relevance.GATHERING_MOVED : null;
          case GatheringRescheduled _ -> Relevance.GATHERING_MOVED;
          case GatheringCancelled _ -> Relevance.GATHERING_CANCELLED;
          case GatheringPictureChanged _, GatheringAnswered _ -> null;
        };
    if (what != null
        && clock.instant().isBefore(event.at().plus(NotificationDecision.TIME_TO_LIVE))) {
      plan.add(GatheringDeliveries.news(event.gatheringId(), what, event.at()));
    }
  }

  private void plan(ConversationEvent event, long position, Plan plan) {
    switch (event) {
      case MessageSent sent -> sent(sent, position, plan);
      case MessageEdited edited -> edited(edited, position, plan);
      case MessageDeleted deleted -> deleted(deleted, position, plan);
      case Exit exit ->
          plan.add(
              clearing(exit.personId(), exit.conversationId(), position, Verdict.NOT_A_MEMBER));
      case Opening _,
          Entry _,
          RoleChanged _,
          AdmissionEvent _,
          RequestAccepted _,
          AuthorErased _,
          GroupProfileEvent _,
          ReactionChange _,
          PinChange _ -> {
        // Nobody is notified.
      }
    }
  }

  private static TrayChange clearing(
      PersonId person, ConversationId conversation, long upTo, Verdict why) {
    return new TrayChange(
        person, conversation, upTo, tray -> tray.readUpTo(conversation, upTo), null, "", why);
  }

  private void sent(MessageSent sent, long position, Plan plan) {
    if (clock.instant().isAfter(sent.at().plus(NotificationDecision.TIME_TO_LIVE))) {
      return;
    }
    RecipientCache.Found about = recipients.of(sent.conversationId(), position, sent.sender());
    NotifiableMessage message =
        new NotifiableMessage(
            sent.sender(),
            position,
            false,
            !about.group(),
            // A deletion comes later in the log.
            false,
            new HashSet<>(sent.mentions()),
            LoggedMessage.repliedTo(log, sent),
            Words.of(Objects.requireNonNullElse(sent.text(), "")),
            sent.at());
    decide(message, sent.conversationId(), about.people(), plan);
  }

  private void decide(
      NotifiableMessage message, ConversationId in, List<Recipients.One> people, Plan plan) {
    Instant now = clock.instant();
    for (Recipients.One one : people) {
      Decision unattended =
          NotificationDecision.decide(message, one.recipient(), false, one.readUpTo(), now);
      PersonId person = one.recipient().person();
      Relevance relevance;
      if (unattended instanceof Decision.Push push) {
        relevance = push.relevance();
        plan.told.add(person);
      } else {
        relevance = null;
      }
      plan.steps.add((active, found) -> {
        Decision decision =
            relevance != null && active.contains(person)
                ? NotificationDecision.decide(message, one.recipient(), true, one.readUpTo(), now)
                : unattended;
        follow(message, in, one, decision, relevance, now, found);
      });
    }
  }

  private void follow(
      NotifiableMessage message,
      ConversationId in,
      Recipients.One one,
      Decision decision,
      @Nullable Relevance relevance,
      Instant now,
      NotificationBatch found) {
    PersonId person = one.recipient().person();
    long position = message.position();
    found.journal().add(step(in, position, person, decision, now));
    metrics.decided(decision.verdict());
    String about = keyOf(person, in, position);
    switch (decision) {
      case Decision.Push push ->
          one.devices()
              .forEach(device ->
                  found
                      .rows()
                      .add(
                          message(
                              person, in, position, device, push.relevance(), message.at(), now)));
      case Decision.Wait wait ->
          found
              .rows()
              .add(
                  new OutboxRow(
                      about,
                      1,
                      message.edit() ? Kind.DECIDE_EDIT : Kind.DECIDE,
                      person,
                      in,
                      position,
                      null,
                      relevance,
                      message.at(),
                      wait.until(),
                      0,
                      0));
      case Decision.Digest digest ->
          found.rows().add(summary(person, in, position, message.at(), digest.at()));
      case Decision.Nothing _ -> {
        return;
      }
    }
    DigestTime digest = one.recipient().settings().digest();
    if (digest != null) {
      found.rows().add(MailDeliveries.digest(person, digest.after(now)));
    }
    found
        .trays()
        .add(
            new TrayChange(
                person,
                in,
                position,
                tray -> tray.with(in, position),
                decision instanceof Decision.Digest ? null : relevance,
                topics.of(about),
                null));
  }

  /// The key of the row that waits for a second decision.
  static String keyOf(PersonId person, ConversationId in, long position) {
    return person.value() + '~' + in.value() + '~' + position;
  }

  static OutboxRow summary(
      PersonId person, ConversationId in, long position, Instant since, Instant due) {
    return new OutboxRow(
        person.value() + '~' + in.value() + "~summary",
        1,
        Kind.SUMMARIZE,
        person,
        in,
        position,
        null,
        null,
        since,
        due,
        0,
        0);
  }

  static OutboxRow message(
      PersonId person,
      ConversationId in,
      long position,
      Device.Registered device,
      @Nullable Relevance relevance,
      Instant since,
      Instant due) {
    return new OutboxRow(
        keyOf(person, in, position) + '~' + device.id().value(),
        1,
        Kind.MESSAGE,
        person,
        in,
        position,
        device.id(),
        relevance,
        since,
        due,
        0,
        0);
  }

  static JournalEntry step(
      ConversationId in, long position, PersonId person, Decision decision, Instant at) {
    return switch (decision) {
      case Decision.Push _ ->
          new JournalEntry(in, position, person, at, "push", Verdict.PUSH, null, null);
      case Decision.Wait wait ->
          new JournalEntry(in, position, person, at, "wait", wait.verdict(), wait.until(), null);
      case Decision.Digest digest ->
          new JournalEntry(in, position, person, at, "digest", digest.verdict(), digest.at(), null);
      case Decision.Nothing nothing ->
          new JournalEntry(in, position, person, at, "nothing", nothing.verdict(), null, null);
    };
  }

  private void edited(MessageEdited edited, long at, Plan plan) {
    ConversationId in = edited.conversationId();
    MessageSent sent = LoggedMessage.sent(log, in, edited.message());
    if (sent == null) {
      return;
    }
    RecipientCache.Found about = recipients.of(in, edited.message(), sent.sender());
    Set<PersonId> newly = newlyMentioned(sent, edited, at);
    if (!newly.isEmpty()) {
      NotifiableMessage message =
          new NotifiableMessage(
              sent.sender(),
              edited.message(),
              true,
              !about.group(),
              false,
              newly,
              null,
              Words.of(edited.text()),
              edited.at());
      List<Recipients.One> mentioned =
          about.people().stream()
              .filter(one -> newly.contains(one.recipient().person()))
              // One push per message, even if there are several reasons.
              .filter(one -> !outbox.tray(one.recipient().person()).has(in, edited.message()))
              .toList();
      decide(message, in, mentioned, plan);
    }
    replace(in, edited.message(), at, about.people(), Kind.REPLACEMENT, edited.at(), plan);
  }

  private Set<PersonId> newlyMentioned(MessageSent sent, MessageEdited edited, long at) {
    List<PersonId> mentions = edited.mentions();
    if (mentions == null || sent.mentions().containsAll(mentions)) {
      return Set.of();
    }
    Recipients edits =
        people.recipients(
            new FindRecipients(edited.conversationId(), edited.message(), sent.sender(), Set.of()));
    return LoggedMessage.newlyMentioned(log, sent, edited, at, edits);
  }

  private void deleted(MessageDeleted deleted, long at, Plan plan) {
    ConversationId in = deleted.conversationId();
    MessageSent sent = LoggedMessage.sent(log, in, deleted.message());
    if (sent == null) {
      return;
    }
    List<Recipients.One> people = recipients.of(in, deleted.message(), sent.sender()).people();
    replace(in, deleted.message(), at, people, Kind.DELETION, deleted.at(), plan);
    for (Recipients.One one : people) {
      plan.add(
          new TrayChange(
              one.recipient().person(),
              in,
              deleted.message(),
              tray -> tray.without(in, deleted.message()),
              null,
              "",
              null));
    }
  }

  /// Replaces a message that was shown on devices, and may still be, by what it has become.
  private void replace(
      ConversationId in,
      long position,
      long at,
      List<Recipients.One> people,
      Kind kind,
      Instant since,
      Plan plan) {
    for (Recipients.One one : people) {
      PersonId person = one.recipient().person();
      if (!outbox.tray(person).has(in, position)) {
        continue;
      }
      Set<String> shown = new HashSet<>();
      for (JournalEntry entry : outbox.journal(in, position, person)) {
        if (entry.step().equals("sent") && entry.device() != null) {
          shown.add(entry.device().value());
        }
      }
      for (Device.Registered device : one.devices()) {
        if (shown.contains(device.id().value())) {
          OutboxRow row = message(person, in, position, device, null, since, clock.instant());
          plan.add(
              new OutboxRow(
                  row.key() + '~' + at,
                  1,
                  kind,
                  person,
                  in,
                  position,
                  device.id(),
                  null,
                  since,
                  row.due(),
                  0,
                  0));
        }
      }
    }
  }
}
