package info.powow.notify.delivery;

import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.Decision;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DigestTime;
import info.powow.domain.notification.GatheringDecision;
import info.powow.domain.notification.GatheringNews;
import info.powow.domain.notification.GatheringRecipients;
import info.powow.domain.notification.InAppMessage.NotifyGathering;
import info.powow.domain.notification.Interested;
import info.powow.domain.notification.Listener;
import info.powow.domain.notification.NotificationDecision;
import info.powow.domain.notification.NotificationSettings;
import info.powow.domain.notification.Relevance;
import info.powow.domain.notification.TellConnected.Told;
import info.powow.domain.notification.Verdict;
import info.powow.notify.outbox.Outbox;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.outbox.OutboxRow.Kind;
import info.powow.notify.outbox.RecentGatheringNotifications;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Notifies people of gatherings: finds them a minute after the event, decides about each, and
/// sends.
///
/// It waits for a minute because the index for nearby queries lags a little, and because hosts
/// correct mistakes in that time: several changes become one notification.
final class GatheringDeliveries {
  private static final Duration WAIT = Duration.ofMinutes(1);

  /// The person of a row that finds people: nobody yet.
  private static final PersonId NOBODY = new PersonId("nobody");

  /// People per query.
  private static final int AT_ONCE = 200;

  private final Outbox outbox;
  private final People people;
  private final PushDelivery push;
  private final Topics topics;
  private final NotificationMetrics metrics;
  private final Clock clock;
  private final Runnable wake;

  /// Guards counting a person's notifications about gatherings together with adding one.
  private final Object counting = new Object();

  GatheringDeliveries(
      Outbox outbox,
      People people,
      PushDelivery push,
      Topics topics,
      NotificationMetrics metrics,
      Clock clock,
      Runnable wake) {
    this.outbox = outbox;
    this.people = people;
    this.push = push;
    this.topics = topics;
    this.metrics = metrics;
    this.clock = clock;
    this.wake = wake;
  }

  /// The row for an event of a gathering. While it waits, a second row about the same is ignored.
  static OutboxRow news(GatheringId gathering, Relevance what, Instant at) {
    return OutboxRow.ofGathering(
        gathering.value() + "~gathering~" + what,
        what == Relevance.NEW_GATHERING ? Kind.FIND_INTERESTED : Kind.FIND_ATTENDEES,
        NOBODY,
        gathering,
        null,
        what,
        at,
        at.plus(WAIT));
  }

  void findInterested(OutboxRow row) {
    if (isExpired(row)) {
      drop(row);
      return;
    }
    GatheringId gathering = gathering(row);
    List<Interested.One> found;
    try {
      found = people.interested(gathering);
    } catch (People.Unavailable away) {
      // An installation may run without search.
      boolean unused = outbox.replace(row, row.later(clock.instant().plus(WAIT), true));
      return;
    }
    Map<PersonId, Interested.One> near = new HashMap<>();
    found.forEach(one -> near.put(one.person(), one));
    decideAll(
        row,
        found.stream().map(Interested.One::person).toList(),
        (news, settings) -> {
          Interested.One one = Objects.requireNonNull(near.get(settings.person()));
          return GatheringDecision.fits(
              news, one.interests(), one.metres(), settings.preferences().settings().nearby());
        });
  }

  void findAttendees(OutboxRow row) {
    if (isExpired(row)) {
      drop(row);
      return;
    }
    decideAll(row, people.attendees(gathering(row)), (_, _) -> Verdict.PUSH);
  }

  private interface Fits {
    Verdict of(GatheringNews news, Listener listener);
  }

  /// Creates a row for each person who is to be notified, and removes this row last. A crash in
  /// between repeats this; rows that exist already stay as they are.
  private void decideAll(OutboxRow row, List<PersonId> found, Fits fits) {
    Instant now = clock.instant();
    for (int from = 0; from < found.size(); from += AT_ONCE) {
      Set<PersonId> some =
          new LinkedHashSet<>(found.subList(from, Math.min(found.size(), from + AT_ONCE)));
      GatheringRecipients about = people.recipients(gathering(row), some);
      if (about.gathering() == null) {
        break;
      }
      GatheringNews news = about.gathering().news(what(row), row.since());
      List<OutboxRow> rows = new ArrayList<>();
      for (GatheringRecipients.One one : about.people()) {
        Verdict fitting = fits.of(news, one.listener());
        Decision decision =
            fitting == Verdict.PUSH
                ? GatheringDecision.decide(news, one.with(0), false, now)
                : new Decision.Nothing(fitting);
        switch (decision) {
          case Decision.Push _ -> rows.add(of(row, one.listener().person(), now));
          case Decision.Digest digest -> rows.add(of(row, one.listener().person(), digest.at()));
          case Decision.Wait _, Decision.Nothing _ -> metrics.decided(decision.verdict());
        }
      }
      outbox.commit(rows, List.of());
    }
    drop(row);
    wake.run();
  }

  private static OutboxRow of(OutboxRow row, PersonId person, Instant due) {
    return OutboxRow.ofGathering(
        person.value() + '~' + row.key(),
        Kind.DECIDE_GATHERING,
        person,
        gathering(row),
        null,
        what(row),
        row.since(),
        due);
  }

  /// A gathering and one person in their present state.
  private record Look(GatheringNews news, GatheringRecipients.One one) {}

  private @Nullable Look look(OutboxRow row) {
    GatheringRecipients about = people.recipients(gathering(row), Set.of(row.person()));
    return about.gathering() == null || about.people().isEmpty()
        ? null
        : new Look(about.gathering().news(what(row), row.since()), about.people().getFirst());
  }

  void decide(OutboxRow row) {
    Look look = look(row);
    if (look == null) {
      drop(row);
      return;
    }
    boolean active = !people.active(Set.of(row.person())).isEmpty();
    Instant now = clock.instant();
    Decision decision;
    synchronized (counting) {
      RecentGatheringNotifications notices = outbox.notices(row.person());
      decision =
          GatheringDecision.decide(
              look.news(), look.one().with(told(row, notices, now)), active, now);
      if (isTold(decision)) {
        outbox.save(
            row.person(),
            notices.with(new RecentGatheringNotifications.Notice(gathering(row), what(row), now)));
      }
    }
    if (decision instanceof Decision.Digest digest) {
      boolean unused = outbox.replace(row, row.later(digest.at(), false));
      return;
    }
    metrics.decided(decision.verdict());
    NotificationSettings settings = look.one().listener().preferences().settings();
    List<OutboxRow> rows = new ArrayList<>();
    DigestTime digest = settings.digest();
    if (isTold(decision) && digest != null) {
      rows.add(MailDeliveries.digest(row.person(), digest.after(now)));
    }
    if (decision instanceof Decision.Push) {
      look.one().listener().devices().forEach(device -> rows.add(push(row, device, now)));
    }
    if (isTold(decision)) {
      people.tell(
          List.of(
              Told.of(
                  row.person(),
                  new NotifyGathering(
                      tag(row),
                      gathering(row),
                      what(row),
                      look.news().announcement().title(),
                      look.news().schedule().start()))));
    }
    outbox.commit(rows, List.of());
    drop(row);
    wake.run();
  }

  /// Counts without this gathering: after a crash, it may be decided a second time.
  private static int told(OutboxRow row, RecentGatheringNotifications notices, Instant now) {
    boolean counted =
        notices.today(now).stream()
            .anyMatch(
                each -> each.gathering().equals(gathering(row)) && each.what() == row.relevance());
    return notices.newToday(now) - (counted && row.relevance() == Relevance.NEW_GATHERING ? 1 : 0);
  }

  /// A person who is looking at the page is notified there.
  private static boolean isTold(Decision decision) {
    return decision instanceof Decision.Push || decision.verdict() == Verdict.ACTIVE;
  }

  private static OutboxRow push(OutboxRow row, Device.Registered device, Instant now) {
    return OutboxRow.ofGathering(
        row.key() + '~' + device.id().value(),
        Kind.GATHERING,
        row.person(),
        gathering(row),
        device.id(),
        what(row),
        row.since(),
        now);
  }

  void deliver(OutboxRow row) {
    Look look = look(row);
    Device.Registered device =
        look == null ? null : Deliveries.find(look.one().listener().devices(), row.device());
    if (look == null || device == null) {
      drop(row);
      return;
    }
    Decision decision =
        GatheringDecision.decide(look.news(), look.one().with(0), false, clock.instant());
    switch (decision) {
      case Decision.Push _ -> push.send(row, null, device, payload(row, look), false);
      case Decision.Digest digest -> {
        boolean unused = outbox.replace(row, row.later(digest.at(), false));
      }
      case Decision.Wait _, Decision.Nothing _ -> drop(row);
    }
  }

  private GatheringPayload payload(OutboxRow row, Look look) {
    return GatheringPayload.of(
        gathering(row),
        look.news(),
        tag(row),
        outbox.tray(row.person()).badge(),
        look.one().listener().preferences().settings().preview());
  }

  /// What an app shows for a push that it received; null if there is nothing left to show.
  @Nullable GatheringPayload payload(OutboxRow row) {
    Look look = look(row);
    return look != null
            && Deliveries.isShown(
                GatheringDecision.decide(look.news(), look.one().with(0), false, clock.instant()))
        ? payload(row, look)
        : null;
  }

  private boolean isExpired(OutboxRow row) {
    return !clock.instant().isBefore(row.since().plus(NotificationDecision.TIME_TO_LIVE));
  }

  private void drop(OutboxRow row) {
    boolean unused = outbox.replace(row, null);
  }

  /// The tag is the same for all news about one gathering and person.
  private String tag(OutboxRow row) {
    return topics.of(row.person().value() + "~gathering~" + gathering(row).value());
  }

  private static GatheringId gathering(OutboxRow row) {
    return new GatheringId(Objects.requireNonNull(row.about()));
  }

  private static Relevance what(OutboxRow row) {
    return Objects.requireNonNull(row.relevance());
  }
}
