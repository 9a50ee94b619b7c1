package info.powow.notify.delivery;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.notification.Block;
import info.powow.domain.notification.Decision;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.NotifiableMessage;
import info.powow.domain.notification.NotificationDecision;
import info.powow.domain.notification.Preview;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.Relevance;
import info.powow.domain.notification.Verdict;
import info.powow.domain.notification.Words;
import info.powow.eventlog.EventSource;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.outbox.OutboxRow.Kind;
import info.powow.notify.outbox.Tray;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Applies the rule to a message and one person in their present state, and builds what a device
/// shows.
final class MessageReview {
  private final EventSource log;
  private final Outbox outbox;
  private final People people;
  private final Topics topics;
  private final Clock clock;

  MessageReview(EventSource log, Outbox outbox, People people, Topics topics, Clock clock) {
    this.log = log;
    this.outbox = outbox;
    this.people = people;
    this.topics = topics;
    this.clock = clock;
  }

  /// A message and one person in their present state.
  ///
  /// @param person null if Powow does not know the person any more
  record Look(MessageSent sent, Recipients about, Recipients.@Nullable One person) {}

  /// Null if there is no such message any more.
  @Nullable Look look(OutboxRow row, ConversationId in, long position) {
    MessageSent sent = LoggedMessage.sent(log, in, position);
    if (sent == null) {
      return null;
    }
    Recipients about =
        people.recipients(new FindRecipients(in, position, sent.sender(), Set.of(row.person())));
    return new Look(sent, about, about.people().isEmpty() ? null : about.people().getFirst());
  }

  /// What the rule says now.
  Decision decide(OutboxRow row, Look look, Recipients.One one, boolean active) {
    PersonId person = row.person();
    // The reason was decided before; for an edit, by what the edit changed.
    Set<PersonId> mentioned =
        row.relevance() == Relevance.MENTION || row.kind() == Kind.REPLACEMENT
            ? Set.of(person)
            : new HashSet<>();
    NotifiableMessage message =
        new NotifiableMessage(
            look.sent().sender(),
            row.position(),
            false,
            !look.about().group(),
            look.about().deleted(),
            mentioned,
            row.relevance() == Relevance.REPLY ? person : null,
            Words.of(Objects.requireNonNullElse(text(look), "")),
            row.since());
    return NotificationDecision.decide(
        message, one.recipient(), active, one.readUpTo(), clock.instant());
  }

  /// Decides whether to replace a deleted message that a device shows.
  Decision decideDeletion(OutboxRow row, Recipients.One one) {
    return one.recipient().member()
            && one.recipient().block() == Block.NONE
            && one.readUpTo() < row.position()
        ? new Decision.Push(Relevance.MESSAGE)
        : new Decision.Nothing(Verdict.READ);
  }

  /// Decides whether a summary is still wanted. Its messages were wanted when they came. Their age
  /// does not count, because quiet hours may be long.
  Decision decideSummary(Look look, Recipients.One one, long last) {
    NotifiableMessage message =
        new NotifiableMessage(
            look.sent().sender(),
            last,
            false,
            !look.about().group(),
            false,
            Set.of(one.recipient().person()),
            one.recipient().person(),
            Words.of(""),
            clock.instant());
    return NotificationDecision.decide(
        message, one.recipient(), false, one.readUpTo(), clock.instant());
  }

  private @Nullable String text(Look look) {
    return LoggedMessage.text(log, look.sent(), look.about());
  }

  PushPayload message(OutboxRow row, ConversationId in, Look look, Recipients.One one) {
    Tray tray = outbox.tray(row.person());
    return PushPayload.message(
        row.kind() == Kind.DELETION ? "deleted" : "message",
        tag(row, in),
        in,
        row.position(),
        row.relevance(),
        tray.badge(),
        look.sent().at(),
        row.kind() == Kind.DELETION ? Preview.NONE : one.recipient().settings().preview(),
        look.about(),
        text(look),
        row.kind() == Kind.REPLACEMENT,
        cleared(tray));
  }

  PushPayload summary(OutboxRow row, ConversationId in, int count, Look look, Recipients.One one) {
    Tray tray = outbox.tray(row.person());
    boolean named = one.recipient().settings().preview() != Preview.NONE;
    return PushPayload.summary(
        topics.of(row.person().value() + '~' + in.value() + "~summary"),
        in,
        row.position(),
        tray.badge(),
        count,
        named ? look.about().name() : null,
        cleared(tray));
  }

  PushPayload test(OutboxRow row) {
    return PushPayload.test(topics.of(row.key()), outbox.tray(row.person()).badge());
  }

  private static List<PushPayload.Cleared> cleared(Tray tray) {
    return tray.cleared().entrySet().stream()
        .map(entry -> new PushPayload.Cleared(entry.getKey(), entry.getValue()))
        .toList();
  }

  /// The same for everything about one message and person, on every device and after a crash.
  private String tag(OutboxRow row, ConversationId in) {
    return topics.of(row.person().value() + '~' + in.value() + '~' + row.position());
  }
}
