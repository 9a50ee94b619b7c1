package info.powow.domain.notification;

import info.powow.domain.PersonId;
import info.powow.domain.publicservice.OpeningHours;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one rule that says who is told of what, and when.
public final class NotificationDecision {
  /// For how long somebody who looks at the page is given to read by themselves.
  public static final Duration ATTENDED = Duration.ofSeconds(10);

  /// What is older is not told any more.
  public static final Duration TIME_TO_LIVE = Duration.ofHours(24);

  private NotificationDecision() {}

  /// @param active whether the person is looking at the page, on any device
  /// @param readUpTo the position up to which the person has read; -1 when they have read nothing
  public static Decision decide(
      NotifiableMessage message, Recipient recipient, boolean active, long readUpTo, Instant now) {
    PersonId person = recipient.person();
    if (message.author().equals(person)) {
      return new Decision.Nothing(Verdict.OWN);
    }
    if (!recipient.member()) {
      return new Decision.Nothing(Verdict.NOT_A_MEMBER);
    }
    switch (recipient.block()) {
      case BY_RECIPIENT -> {
        return new Decision.Nothing(Verdict.BLOCKED);
      }
      case BY_AUTHOR -> {
        return new Decision.Nothing(Verdict.BLOCKED_BY_AUTHOR);
      }
      case NONE -> {
        // Nothing stands against it.
      }
    }
    if (message.deleted()) {
      return new Decision.Nothing(Verdict.DELETED);
    }
    if (!now.isBefore(message.at().plus(TIME_TO_LIVE))) {
      return new Decision.Nothing(Verdict.EXPIRED);
    }
    if (readUpTo >= message.position()) {
      return new Decision.Nothing(Verdict.READ);
    }
    if (recipient.request()) {
      return new Decision.Nothing(Verdict.REQUEST);
    }
    Instant mutedUntil = recipient.mutedUntil();
    if (mutedUntil != null && now.isBefore(mutedUntil)) {
      return new Decision.Nothing(Verdict.MUTED);
    }
    if (message.edit() && !message.mentioned().contains(person)) {
      return new Decision.Nothing(Verdict.EDITED);
    }
    Relevance relevance = relevance(message, recipient);
    if (relevance == null) {
      return new Decision.Nothing(Verdict.LEVEL);
    }
    OpeningHours quiet = recipient.settings().quiet();
    if (quiet != null && quiet.isOpenAt(now)) {
      return new Decision.Digest(Verdict.QUIET_HOURS, quiet.openUntil(now));
    }
    if (active) {
      Instant until = message.at().plus(ATTENDED);
      return now.isBefore(until)
          ? new Decision.Wait(Verdict.ACTIVE, until)
          : new Decision.Nothing(Verdict.ACTIVE);
    }
    return new Decision.Push(relevance);
  }

  /// Whether a message of which a person was told before belongs in their digest. Neither quiet hours
  /// nor the age of the message count: mail is silent, and the person has chosen the time.
  ///
  /// @param author who wrote it
  /// @param readUpTo the position up to which the person has read
  public static boolean isInDigest(
      PersonId author,
      long position,
      boolean deleted,
      Recipient recipient,
      long readUpTo,
      Instant now) {
    NotifiableMessage message =
        new NotifiableMessage(
            author,
            position,
            false,
            true,
            deleted,
            Set.of(recipient.person()),
            recipient.person(),
            Words.of(""),
            now);
    return switch (decide(message, recipient, false, readUpTo, now)) {
      case Decision.Push _, Decision.Wait _, Decision.Digest _ -> true;
      case Decision.Nothing _ -> false;
    };
  }

  /// Why a message is the person's business; null when their level leaves it out.
  private static @Nullable Relevance relevance(NotifiableMessage message, Recipient recipient) {
    NotificationSettings settings = recipient.settings();
    Level level = Objects.requireNonNullElse(recipient.levelHere(), settings.level());
    if (level == Level.NOTHING) {
      return null;
    }
    boolean reply = recipient.person().equals(message.repliedTo());
    if (level == Level.REPLIES) {
      return reply ? Relevance.REPLY : null;
    }
    if (message.mentioned().contains(recipient.person())) {
      return Relevance.MENTION;
    }
    if (reply) {
      return Relevance.REPLY;
    }
    if (message.direct()) {
      return Relevance.DIRECT;
    }
    if (level == Level.MENTIONS) {
      return null;
    }
    if (message.words().containAny(settings.keywords())) {
      return Relevance.KEYWORD;
    }
    return level == Level.ALL ? Relevance.MESSAGE : null;
  }
}
