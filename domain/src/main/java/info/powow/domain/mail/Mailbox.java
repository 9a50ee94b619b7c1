package info.powow.domain.mail;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.mail.MailCommand.ChangeMailAddress;
import info.powow.domain.mail.MailCommand.ChangeMailConsent;
import info.powow.domain.mail.MailCommand.ConfirmMailAddress;
import info.powow.domain.mail.MailCommand.RecordMailBounce;
import info.powow.domain.mail.MailCommand.RecordMailComplaint;
import info.powow.domain.mail.MailCommand.RemoveMailAddress;
import info.powow.domain.mail.MailCommand.Unsubscribe;
import info.powow.domain.mail.MailEvent.MailAddressAsked;
import info.powow.domain.mail.MailEvent.MailAddressConfirmed;
import info.powow.domain.mail.MailEvent.MailAddressRemoved;
import info.powow.domain.mail.MailEvent.MailBounced;
import info.powow.domain.mail.MailEvent.MailComplained;
import info.powow.domain.mail.MailEvent.MailConsentChanged;
import info.powow.domain.mail.MailEvent.MailLanguageChanged;
import info.powow.domain.mail.MailEvent.MailUnsubscribed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a person gets mail, and which.
///
/// @param confirmed the address that mail goes to; null without one
/// @param pending the address that is to be confirmed; null without one
/// @param topics what the person has agreed to
/// @param asked when confirmations were asked for, the newest last; only those that count
public record Mailbox(
    @Nullable Address confirmed,
    @Nullable Address pending,
    MailLanguage language,
    Set<MailTopic> topics,
    List<Instant> asked) {
  /// For how long a confirmation is valid.
  public static final Duration CONFIRMATION = Duration.ofDays(2);

  /// An unconfirmed address may be somebody else's: only so many mails may go to addresses that a
  /// person gives.
  static final int MAX_CONFIRMATIONS = 5;

  private static final Duration CONFIRMATIONS_PERIOD = Duration.ofDays(1);

  /// The same request within this time is a retry.
  private static final Duration RETRY = Duration.ofMinutes(1);

  public static final Mailbox EMPTY = new Mailbox(null, null, MailLanguage.EN, Set.of(), List.of());

  public Mailbox {
    topics = topics.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(topics));
    asked = List.copyOf(asked);
  }

  /// @param askedAt when it was given: tells an address from the one before
  /// @param suppressed whether mail to it came back for good, or its recipient complained
  public record Address(MailAddress address, Instant askedAt, boolean suppressed) {
    Address suppress() {
      return new Address(address, askedAt, true);
    }
  }

  /// The address for mail of a topic; null if none may be sent.
  public @Nullable Address forTopic(MailTopic topic) {
    return confirmed != null && !confirmed.suppressed() && topics.contains(topic)
        ? confirmed
        : null;
  }

  /// The address that a confirmation still goes to; null if there is none.
  ///
  /// @param askedAt which request it was
  public @Nullable Address toConfirm(Instant askedAt, Instant now) {
    return pending != null
            && !pending.suppressed()
            && pending.askedAt().equals(askedAt)
            && now.isBefore(askedAt.plus(CONFIRMATION))
        ? pending
        : null;
  }

  /// @param now in milliseconds, as the log keeps it
  /// @throws Rejected with the reason, when it may not be
  public static List<MailEvent> decide(Mailbox state, MailCommand command, Instant now) {
    return switch (command) {
      case ChangeMailAddress change -> state.change(change, now);
      case RemoveMailAddress remove ->
          state.confirmed == null && state.pending == null
              ? List.of()
              : List.of(new MailAddressRemoved(remove.person(), now));
      case ConfirmMailAddress confirm -> state.confirm(confirm, now);
      case ChangeMailConsent change ->
          state.topics.contains(change.topic()) == change.wanted()
              ? List.of()
              : List.of(
                  new MailConsentChanged(change.person(), change.topic(), change.wanted(), now));
      case Unsubscribe unsubscribe ->
          state.topics.contains(unsubscribe.topic())
              ? List.of(new MailUnsubscribed(unsubscribe.person(), unsubscribe.topic(), now))
              : List.of();
      case RecordMailBounce bounce ->
          state.isUnsuppressed(bounce.askedAt())
              ? List.of(new MailBounced(bounce.person(), bounce.askedAt(), now))
              : List.of();
      case RecordMailComplaint complaint ->
          state.isUnsuppressed(complaint.askedAt())
              ? List.of(new MailComplained(complaint.person(), complaint.askedAt(), now))
              : List.of();
    };
  }

  private boolean isUnsuppressed(Instant askedAt) {
    return Stream.of(confirmed, pending)
        .anyMatch(each -> each != null && each.askedAt().equals(askedAt) && !each.suppressed());
  }

  private List<MailEvent> change(ChangeMailAddress change, Instant now) {
    PersonId person = change.person();
    Address current = confirmed;
    if (current != null && !current.suppressed() && current.address().equals(change.address())) {
      return change.language() == language
          ? List.of()
          : List.of(new MailLanguageChanged(person, change.language(), now));
    }
    Address waiting = pending;
    if (waiting != null
        && waiting.address().equals(change.address())
        && change.language() == language
        && now.isBefore(waiting.askedAt().plus(RETRY))) {
      return List.of();
    }
    List<Instant> recent = recent(now);
    if (recent.size() >= MAX_CONFIRMATIONS) {
      throw new Rejected(
          Reason.TOO_MANY_REQUESTS,
          Duration.between(now, recent.getFirst().plus(CONFIRMATIONS_PERIOD)));
    }
    return List.of(new MailAddressAsked(person, change.address(), change.language(), now));
  }

  private List<Instant> recent(Instant now) {
    return asked.stream().filter(each -> now.isBefore(each.plus(CONFIRMATIONS_PERIOD))).toList();
  }

  private List<MailEvent> confirm(ConfirmMailAddress confirm, Instant now) {
    if (toConfirm(confirm.askedAt(), now) != null) {
      return List.of(new MailAddressConfirmed(confirm.person(), confirm.askedAt(), now));
    }
    if (confirmed != null && confirmed.askedAt().equals(confirm.askedAt())) {
      return List.of();
    }
    throw new Rejected(Reason.LINK_EXPIRED);
  }

  public static Mailbox evolve(Mailbox state, MailEvent event) {
    return switch (event) {
      case MailAddressAsked asked -> {
        List<Instant> times = new ArrayList<>(state.recent(asked.at()));
        times.add(asked.at());
        yield new Mailbox(
            state.confirmed,
            new Address(asked.address(), asked.at(), false),
            asked.language(),
            state.topics,
            times);
      }
      case MailAddressConfirmed _ ->
          new Mailbox(state.pending, null, state.language, state.topics, state.asked);
      // The times stay: who removes and gives an address again is counted all the same.
      case MailAddressRemoved _ -> new Mailbox(null, null, state.language, Set.of(), state.asked);
      case MailLanguageChanged changed ->
          new Mailbox(
              state.confirmed, state.pending, changed.language(), state.topics, state.asked);
      case MailConsentChanged changed -> state.with(changed.topic(), changed.wanted());
      case MailUnsubscribed unsubscribed -> state.with(unsubscribed.topic(), false);
      case MailBounced bounced -> state.suppress(bounced.askedAt());
      case MailComplained complained -> state.suppress(complained.askedAt());
    };
  }

  private Mailbox with(MailTopic topic, boolean wanted) {
    Set<MailTopic> next = EnumSet.noneOf(MailTopic.class);
    next.addAll(topics);
    if (wanted) {
      next.add(topic);
    } else {
      next.remove(topic);
    }
    return new Mailbox(confirmed, pending, language, next, asked);
  }

  private Mailbox suppress(Instant askedAt) {
    return new Mailbox(
        suppressed(confirmed, askedAt), suppressed(pending, askedAt), language, topics, asked);
  }

  private static @Nullable Address suppressed(@Nullable Address address, Instant askedAt) {
    return address != null && address.askedAt().equals(askedAt) ? address.suppress() : address;
  }
}
