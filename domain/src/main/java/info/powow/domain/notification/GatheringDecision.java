package info.powow.domain.notification;

import info.powow.domain.Tag;
import info.powow.domain.publicservice.OpeningHours;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one rule that says who is notified of a gathering, and when.
public final class GatheringDecision {
  /// New gatherings that a person is notified of in 24 hours.
  public static final int MAX_NEW = 5;

  private GatheringDecision() {}

  /// Whether a new gathering fits a person: their interests, and where they were last.
  ///
  /// @param metres from the place of the gathering to the centre of the person's cell
  /// @return [Verdict#PUSH] if it does
  public static Verdict fits(
      GatheringNews news, Collection<Tag> interests, int metres, NearbyNotices wanted) {
    if (wanted.level() != NearbyLevel.INTERESTS) {
      return Verdict.LEVEL;
    }
    if (metres > wanted.radius()) {
      return Verdict.TOO_FAR;
    }
    Set<Tag> named = GatheringInterests.of(news.announcement());
    return Collections.disjoint(named, interests) ? Verdict.NOT_INTERESTED : Verdict.PUSH;
  }

  /// Decides about somebody whom a new gathering [fits][#fits], or who attends one that changed.
  ///
  /// @param active whether the person is looking at the page, on any device
  public static Decision decide(
      GatheringNews news, GatheringRecipient neighbour, boolean active, Instant now) {
    Verdict against = against(news, neighbour, now);
    if (against != null) {
      return new Decision.Nothing(against);
    }
    OpeningHours quiet = neighbour.settings().quiet();
    if (quiet != null && quiet.isOpenAt(now)) {
      return new Decision.Digest(Verdict.QUIET_HOURS, quiet.openUntil(now));
    }
    // Whoever looks at the page sees it there.
    return active ? new Decision.Nothing(Verdict.ACTIVE) : new Decision.Push(news.what());
  }

  private static @Nullable Verdict against(
      GatheringNews news, GatheringRecipient neighbour, Instant now) {
    if (news.host().equals(neighbour.person())) {
      return Verdict.OWN;
    }
    boolean isNew = news.what() == Relevance.NEW_GATHERING;
    if (!isNew && !neighbour.attends()) {
      return Verdict.NOT_ATTENDING;
    }
    switch (neighbour.block()) {
      case BY_RECIPIENT -> {
        return Verdict.BLOCKED;
      }
      case BY_AUTHOR -> {
        return Verdict.BLOCKED_BY_AUTHOR;
      }
      case NONE -> {
        // Nothing stands against it.
      }
    }
    if (news.cancelled() && news.what() != Relevance.GATHERING_CANCELLED) {
      return Verdict.DELETED;
    }
    if (!now.isBefore(news.at().plus(NotificationDecision.TIME_TO_LIVE))
        || news.schedule().isOver(now)) {
      return Verdict.EXPIRED;
    }
    if (isNew && neighbour.attends()) {
      return Verdict.READ;
    }
    NearbyLevel level = neighbour.settings().nearby().level();
    if (level == NearbyLevel.NOTHING || (isNew && level != NearbyLevel.INTERESTS)) {
      return Verdict.LEVEL;
    }
    return isNew && neighbour.toldToday() >= MAX_NEW ? Verdict.OFTEN : null;
  }
}
