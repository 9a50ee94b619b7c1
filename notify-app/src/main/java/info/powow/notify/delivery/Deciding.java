package info.powow.notify.delivery;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationEvent.Exit;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.notification.Decision;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.Happening;
import info.powow.domain.notification.NotificationDecision;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.Relevance;
import info.powow.domain.notification.Verdict;
import info.powow.domain.notification.Words;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.notify.delivery.Consequences.TrayChange;
import info.powow.notify.outbox.JournalEntry;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.outbox.OutboxRow.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the rule about messages, with what the rest of Powow knows of their recipients.
public final class Deciding {
  private static final Logger LOG = LoggerFactory.getLogger(Deciding.class);

  private final EventSource log;
  private final Outbox outbox;
  private final People people;
  private final Topics topics;
  private final NotificationMetrics metrics;
  private final Clock clock;

  public Deciding(
      EventSource log,
      Outbox outbox,
      People people,
      Topics topics,
      NotificationMetrics metrics,
      Clock clock) {
    this.log = log;
    this.outbox = outbox;
    this.people = people;
    this.topics = topics;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// @param events of one conversation, in their order
  Consequences about(List<LoggedEvent> events) {
    Consequences all = new Consequences();
    for (LoggedEvent event : events) {
      try {
        all.add(about(event));
      } catch (RuntimeException e) {
        Rejected refusal = Rejected.in(e);
        if (refusal != null && refusal.reason().kind() == Reason.Kind.UNAVAILABLE
            || e instanceof People.Unavailable) {
          throw e;
        }
        // To stop here would stop everybody.
        LOG.error(
            "nobody is notified of event {} of the log: {}", event.index(), e.getClass().getName());
      }
    }
    return all;
  }

  private Consequences about(LoggedEvent event) {
    Consequences found = new Consequences();
    switch (event.event()) {
      case MessageSent sent -> sent(sent, event.sequence(), found);
      case MessageEdited edited -> edited(edited, event.sequence(), found);
      case MessageDeleted deleted -> deleted(deleted, event.sequence(), found);
      case ReadEvent.Read read ->
          found.trays().add(clearing(read.personId(), read.conversationId(), read.upTo()));
      case Exit exit ->
          found.trays().add(clearing(exit.personId(), exit.conversationId(), event.sequence()));
      default -> {
        // Nobody is told.
      }
    }
    return found;
  }

  private static TrayChange clearing(PersonId person, ConversationId conversation, long upTo) {
    return new TrayChange(
        person, conversation, upTo, tray -> tray.readUpTo(conversation, upTo), null, "", true);
  }

  private void sent(MessageSent sent, long position, Consequences found) {
    if (clock.instant().isAfter(sent.at().plus(NotificationDecision.TIME_TO_LIVE))) {
      return;
    }
    Recipients about =
        people.recipients(
            new FindRecipients(sent.conversationId(), position, sent.sender(), Set.of()));
    Happening happening = happening(sent, position, about, false, new HashSet<>(sent.mentions()));
    decide(happening, sent.conversationId(), about, found);
  }

  private Happening happening(
      MessageSent sent, long position, Recipients about, boolean edit, Set<PersonId> mentioned) {
    return new Happening(
        sent.sender(),
        position,
        edit,
        !about.group(),
        about.deleted(),
        mentioned,
        LoggedMessage.repliedTo(log, sent),
        Words.of(Objects.requireNonNullElse(sent.text(), "")),
        sent.at());
  }

  private void decide(
      Happening happening, ConversationId in, Recipients about, Consequences found) {
    Instant now = clock.instant();
    Map<PersonId, Decision> unattended = new HashMap<>();
    Set<PersonId> told = new HashSet<>();
    for (Recipients.One one : about.people()) {
      Decision decision =
          NotificationDecision.decide(happening, one.recipient(), false, one.readUpTo(), now);
      unattended.put(one.recipient().person(), decision);
      if (decision instanceof Decision.Push) {
        told.add(one.recipient().person());
      }
    }
    Set<PersonId> active = told.isEmpty() ? Set.of() : people.active(told);
    for (Recipients.One one : about.people()) {
      PersonId person = one.recipient().person();
      Decision first = Objects.requireNonNull(unattended.get(person));
      Decision decision =
          active.contains(person)
              ? NotificationDecision.decide(happening, one.recipient(), true, one.readUpTo(), now)
              : first;
      Relevance relevance = first instanceof Decision.Push push ? push.relevance() : null;
      follow(happening, in, one, decision, relevance, now, found);
    }
  }

  private void follow(
      Happening happening,
      ConversationId in,
      Recipients.One one,
      Decision decision,
      @Nullable Relevance relevance,
      Instant now,
      Consequences found) {
    PersonId person = one.recipient().person();
    long position = happening.position();
    found.journal().add(step(in, position, person, decision, now));
    metrics.decided(decision.verdict());
    String about = person.value() + '~' + in.value() + '~' + position;
    switch (decision) {
      case Decision.Push push ->
          one.devices()
              .forEach(device ->
                  found
                      .rows()
                      .add(
                          message(
                              person,
                              in,
                              position,
                              device,
                              push.relevance(),
                              happening.at(),
                              now)));
      case Decision.Wait wait ->
          found
              .rows()
              .add(
                  new OutboxRow(
                      about,
                      1,
                      happening.edit() ? Kind.DECIDE_EDIT : Kind.DECIDE,
                      person,
                      in,
                      position,
                      null,
                      relevance,
                      happening.at(),
                      wait.until(),
                      0,
                      0));
      case Decision.Digest digest ->
          found.rows().add(summary(person, in, position, happening.at(), digest.at()));
      case Decision.Nothing _ -> {
        return;
      }
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
                false));
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
        person.value() + '~' + in.value() + '~' + position + '~' + device.id().value(),
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

  private void edited(MessageEdited edited, long at, Consequences found) {
    ConversationId in = edited.conversationId();
    MessageSent sent = LoggedMessage.sent(log, in, edited.message());
    if (sent == null) {
      return;
    }
    Recipients about =
        people.recipients(new FindRecipients(in, edited.message(), sent.sender(), Set.of()));
    Set<PersonId> newly = LoggedMessage.newlyMentioned(log, sent, edited, at, about);
    if (!newly.isEmpty()) {
      Happening happening =
          new Happening(
              sent.sender(),
              edited.message(),
              true,
              !about.group(),
              about.deleted(),
              newly,
              null,
              Words.of(edited.text()),
              edited.at());
      List<Recipients.One> mentioned =
          about.people().stream()
              .filter(one -> newly.contains(one.recipient().person()))
              // One push for a message, whatever the reasons.
              .filter(one -> !outbox.tray(one.recipient().person()).has(in, edited.message()))
              .toList();
      decide(
          happening,
          in,
          new Recipients(
              about.group(),
              about.name(),
              about.authorName(),
              about.deleted(),
              about.edits(),
              mentioned),
          found);
    }
    replace(in, edited.message(), at, about, Kind.REPLACEMENT, edited.at(), found);
  }

  private void deleted(MessageDeleted deleted, long at, Consequences found) {
    ConversationId in = deleted.conversationId();
    MessageSent sent = LoggedMessage.sent(log, in, deleted.message());
    if (sent == null) {
      return;
    }
    Recipients about =
        people.recipients(new FindRecipients(in, deleted.message(), sent.sender(), Set.of()));
    replace(in, deleted.message(), at, about, Kind.DELETION, deleted.at(), found);
    for (Recipients.One one : about.people()) {
      found
          .trays()
          .add(
              new TrayChange(
                  one.recipient().person(),
                  in,
                  deleted.message(),
                  tray -> tray.without(in, deleted.message()),
                  null,
                  "",
                  false));
    }
  }

  /// Where a message was shown and may still be, what it has become is shown instead.
  private void replace(
      ConversationId in,
      long position,
      long at,
      Recipients about,
      Kind kind,
      Instant since,
      Consequences found) {
    for (Recipients.One one : about.people()) {
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
          found
              .rows()
              .add(
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
