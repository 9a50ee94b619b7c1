package info.powow.notify.outbox;

import info.powow.domain.GatheringId;
import info.powow.domain.notification.Relevance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The gatherings that a person was recently notified of, the newest last; bounded.
public record RecentGatheringNotifications(List<Notice> notices) {
  private static final int MAX = 20;
  private static final Duration DAY = Duration.ofDays(1);

  public static final RecentGatheringNotifications EMPTY =
      new RecentGatheringNotifications(List.of());

  /// @param at when the person was notified
  public record Notice(GatheringId gathering, Relevance what, Instant at) {}

  public RecentGatheringNotifications {
    notices = List.copyOf(notices);
  }

  public RecentGatheringNotifications with(Notice notice) {
    List<Notice> next = new ArrayList<>(notices);
    next.removeIf(
        each -> each.gathering().equals(notice.gathering()) && each.what() == notice.what());
    next.add(notice);
    return new RecentGatheringNotifications(
        next.subList(Math.max(0, next.size() - MAX), next.size()));
  }

  /// Those of the last 24 hours.
  public List<Notice> today(Instant now) {
    return notices.stream().filter(each -> each.at().isAfter(now.minus(DAY))).toList();
  }

  /// The number of new gatherings that the person was notified of in the last 24 hours.
  public int newToday(Instant now) {
    return (int) today(now).stream().filter(each -> each.what() == Relevance.NEW_GATHERING).count();
  }
}
