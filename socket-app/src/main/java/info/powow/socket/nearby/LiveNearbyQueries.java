package info.powow.socket.nearby;

import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AdmissionEvent;
import info.powow.domain.conversation.ConversationEvent.GroupPlaceChanged;
import info.powow.domain.conversation.ConversationEvent.GroupProfileEvent;
import info.powow.domain.conversation.ConversationEvent.MembershipEvent;
import info.powow.domain.gathering.GatheringEvent;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringCancelled;
import info.powow.domain.gathering.GatheringEvent.GatheringChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPictureChanged;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.domain.gathering.GatheringEvent.GatheringRescheduled;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.nearby.Attendees;
import info.powow.domain.nearby.FindAttendees;
import info.powow.domain.nearby.FindNearby;
import info.powow.domain.nearby.Nearby;
import info.powow.domain.nearby.NearbyItem;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.person.PersonEvent.PersonBlocked;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.domain.place.Place;
import info.powow.domain.place.Point;
import info.powow.domain.publicservice.ServiceEvent;
import info.powow.domain.publicservice.ServiceEvent.ServiceChanged;
import info.powow.domain.publicservice.ServiceEvent.ServicePublished;
import info.powow.domain.publicservice.ServiceEvent.ServiceWithdrawn;
import info.powow.domain.publicservice.ServiceEvent.SpeakerAccepted;
import info.powow.domain.publicservice.ServiceEvent.SpeakerDeclined;
import info.powow.domain.publicservice.ServiceEvent.SpeakerInvited;
import info.powow.domain.publicservice.ServiceEvent.SpeakerUninvited;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.WireEvent;
import info.powow.socket.nearby.NearbyMessage.Gone;
import info.powow.socket.nearby.NearbyMessage.Kind;
import info.powow.socket.push.Outbox;
import info.powow.socket.push.ResumeMarker;
import info.powow.socket.push.Subscriber;
import info.powow.socket.push.Subscription;
import info.powow.socket.push.Topic;
import info.powow.socket.stomp.OutgoingMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Live nearby queries. Used on the push thread only.
///
/// An event that may change a result triggers the query again, the same one that lists what is
/// nearby. So subscribers see what they would see in the list, no more and no sooner. Changes
/// without an event (a gathering is over, a shop closes) are noticed within a minute.
public final class LiveNearbyQueries {
  private static final Logger LOG = LoggerFactory.getLogger(LiveNearbyQueries.class);

  /// Live queries of one person.
  private static final int MOST = 4;

  /// How many changes are remembered, for the queries that are under way.
  private static final int MOST_CHANGES = 4_096;

  private static final long AGAIN_NANOS = Duration.ofSeconds(2).toNanos();
  private static final long ANYWAY_NANOS = Duration.ofMinutes(1).toNanos();

  private final NearbySource source;
  private final Executor pushThread;
  private final Outbox outbox;
  private final EventJson json;
  private final LongSupplier nanoTime;
  private final Map<Subscription, LiveQuery> liveQueries = new LinkedHashMap<>();

  /// The items that changed last, in a ring.
  private final @Nullable Key[] changes = new Key[MOST_CHANGES];

  private long changed;
  private long sent;

  public LiveNearbyQueries(
      NearbySource source,
      Executor pushThread,
      Outbox outbox,
      EventJson json,
      LongSupplier nanoTime) {
    this.source = source;
    this.pushThread = pushThread;
    this.outbox = outbox;
    this.json = json;
    this.nanoTime = nanoTime;
  }

  /// One live query.
  private static final class LiveQuery {
    private final Subscription subscription;
    private final Topic.Nearby where;

    /// The result last sent.
    private Map<Key, NearbyItem> known = Map.of();

    /// The number of changes when it was last sent.
    private long changesBefore;

    private boolean caughtUp;
    private boolean asking;
    private boolean concerned = true;
    private long askedAt;

    LiveQuery(Subscription subscription, Topic.Nearby where) {
      this.subscription = subscription;
      this.where = where;
    }

    PersonId person() {
      return subscription.subscriber().person();
    }

    boolean sees(Point point, double within) {
      Point centre = where.centre();
      return centre != null && centre.distanceTo(point) <= where.radius() + within;
    }

    boolean knows(Key item) {
      return known.containsKey(item);
    }
  }

  private record Key(Kind kind, String id) {}

  // --- subscriptions ----------------------------------------------------------------------------

  public void subscribe(Subscription subscription, Topic.Nearby where) {
    PersonId person = subscription.subscriber().person();
    long others =
        liveQueries.values().stream().filter(each -> each.person().equals(person)).count();
    if (others >= MOST) {
      subscription.subscriber().refused(subscription, Reason.TOO_MANY_SUBSCRIPTIONS);
      return;
    }
    LiveQuery liveQuery = new LiveQuery(subscription, where);
    liveQueries.put(subscription, liveQuery);
    subscription.subscriber().subscribed(subscription);
    ask(liveQuery);
  }

  public void unsubscribe(Subscription subscription) {
    liveQueries.remove(subscription);
  }

  public void closed(Subscriber device) {
    liveQueries.keySet().removeIf(subscription -> subscription.subscriber() == device);
  }

  // --- events -----------------------------------------------------------------------------------

  /// Processes an event of the log.
  public void on(Object event) {
    if (liveQueries.isEmpty()) {
      return;
    }
    switch (event) {
      case PersonEvent happened -> on(happened);
      case GatheringEvent happened -> on(happened);
      case ServiceEvent happened -> on(happened);
      case ConversationEvent happened -> on(happened);
      default -> {
        // Has no place.
      }
    }
  }

  private void on(PersonEvent event) {
    Key person = new Key(Kind.PERSON, event.personId().value());
    note(person);
    for (LiveQuery each : liveQueries.values()) {
      boolean concerned =
          switch (event) {
            case PlaceUpdated updated ->
                each.knows(person) || each.sees(updated.cell().centre(), updated.cell().size());
            case ProfileChanged _, PersonEvent.PersonErased _ -> each.knows(person);
            case PersonBlocked block -> isOneOf(each, block.personId(), block.blocked());
            case PersonUnblocked unblock -> isOneOf(each, unblock.personId(), unblock.unblocked());
            case ProfileCreated _,
                PersonEvent.AvatarChanged _,
                PersonEvent.ConsentChanged _,
                PersonEvent.InvitationDeclined _,
                PersonEvent.InviterRefused _,
                PersonEvent.RequestDeclined _,
                PersonEvent.ConversationMuted _,
                PersonEvent.ConversationUnmuted _,
                PersonEvent.ConversationArranged _ ->
                false;
          };
      each.concerned |= concerned;
    }
  }

  private void note(Key item) {
    changes[(int) (changed % MOST_CHANGES)] = item;
    changed++;
  }

  /// Whether an answer may contain something as it was before it changed. The oldest of very many
  /// changes are forgotten: then the next query, within a minute, shows them.
  private boolean isOutdated(LiveQuery liveQuery, Map<Key, NearbyItem> answer) {
    for (long i = Math.max(liveQuery.changesBefore, changed - MOST_CHANGES); i < changed; i++) {
      if (answer.containsKey(changes[(int) (i % MOST_CHANGES)])) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOneOf(LiveQuery liveQuery, PersonId one, PersonId other) {
    return liveQuery.person().equals(one) || liveQuery.person().equals(other);
  }

  private void on(GatheringEvent event) {
    Key item = new Key(Kind.GATHERING, event.gatheringId().value());
    note(item);
    for (LiveQuery each : liveQueries.values()) {
      each.concerned |=
          each.knows(item)
              || switch (event) {
                case GatheringPublished published ->
                    each.sees(published.announcement().place().point(), 0);
                case GatheringChanged changed ->
                    each.sees(changed.announcement().place().point(), 0);
                case GatheringPictureChanged _,
                    GatheringRescheduled _,
                    GatheringCancelled _,
                    GatheringAnswered _ ->
                    false;
              };
    }
    GatheringId gathering = event.gatheringId();
    switch (event) {
      case GatheringCancelled _ ->
          tellAttendees(gathering, title -> new NearbyMessage.GatheringCancelled(gathering, title));
      case GatheringRescheduled rescheduled -> {
        Schedule schedule = rescheduled.schedule();
        tellAttendees(
            gathering,
            title ->
                new NearbyMessage.GatheringRescheduled(
                    gathering, title, schedule.start(), schedule.end(), schedule.zone()));
      }
      case GatheringPublished _,
          GatheringChanged _,
          GatheringPictureChanged _,
          GatheringAnswered _ -> {}
    }
  }

  private void on(ServiceEvent event) {
    Key item = new Key(Kind.SERVICE, event.serviceId().value());
    note(item);
    for (LiveQuery each : liveQueries.values()) {
      each.concerned |=
          each.knows(item)
              || switch (event) {
                case ServicePublished published ->
                    serves(each, published.description().place(), published.description().area());
                case ServiceChanged changed ->
                    serves(each, changed.description().place(), changed.description().area());
                case SpeakerInvited _,
                    SpeakerUninvited _,
                    SpeakerAccepted _,
                    SpeakerDeclined _,
                    ServiceWithdrawn _ ->
                    false;
              };
    }
  }

  /// Messages change nothing that is shown of a group.
  private void on(ConversationEvent event) {
    if (!(event instanceof GroupProfileEvent
        || event instanceof MembershipEvent
        || event instanceof AdmissionEvent)) {
      return;
    }
    Key item = new Key(Kind.GROUP, event.conversationId().value());
    note(item);
    for (LiveQuery each : liveQueries.values()) {
      each.concerned |=
          each.knows(item)
              || switch (event) {
                case GroupPlaceChanged changed ->
                    changed.place() != null && each.sees(changed.place().point(), 0);
                case AdmissionEvent admission -> admission.personId().equals(each.person());
                default -> false;
              };
    }
  }

  private static boolean serves(LiveQuery liveQuery, Place place, int area) {
    return liveQuery.sees(place.point(), area);
  }

  /// Repeats the queries that are affected by events. Called periodically.
  public void tick() {
    long now = nanoTime.getAsLong();
    for (LiveQuery each : liveQueries.values()) {
      long since = now - each.askedAt;
      if (!each.asking && (each.concerned ? since >= AGAIN_NANOS : since >= ANYWAY_NANOS)) {
        ask(each);
      }
    }
  }

  private void ask(LiveQuery liveQuery) {
    Point centre = liveQuery.where.centre();
    if (centre == null) {
      return;
    }
    liveQuery.asking = true;
    liveQuery.concerned = false;
    liveQuery.askedAt = nanoTime.getAsLong();
    liveQuery.changesBefore = changed;
    source
        .find(new FindNearby(liveQuery.person(), centre, liveQuery.where.radius()))
        .whenComplete((nearby, failure) ->
            pushThread.execute(() -> {
              if (failure != null) {
                LOG.debug("what is near is not known: {}", failure.getClass().getName());
              }
              answered(liveQuery, nearby);
            }));
  }

  /// @param nearby null if the query failed
  private void answered(LiveQuery liveQuery, @Nullable Nearby nearby) {
    liveQuery.asking = false;
    if (liveQueries.get(liveQuery.subscription) != liveQuery) {
      return;
    }
    if (nearby == null) {
      liveQuery.concerned = true;
      return;
    }
    Map<Key, NearbyItem> now = byKey(nearby);
    liveQuery
        .known
        .keySet()
        .forEach(key -> {
          if (!now.containsKey(key)) {
            put(liveQuery, wire(new Gone(key.kind(), key.id())));
          }
        });
    now.forEach((key, found) -> {
      NearbyItem before = liveQuery.known.get(key);
      if (before == null) {
        put(liveQuery, wire(NearbyMessage.appeared(found)));
      } else if (!before.equals(found)) {
        put(liveQuery, wire(NearbyMessage.changed(found)));
      }
    });
    liveQuery.known = now;
    liveQuery.concerned |= isOutdated(liveQuery, now);
    if (!liveQuery.caughtUp) {
      liveQuery.caughtUp = true;
      put(liveQuery, wire(new ResumeMarker.CaughtUp()));
    }
  }

  private static Map<Key, NearbyItem> byKey(Nearby nearby) {
    Map<Key, NearbyItem> found = new LinkedHashMap<>();
    nearby.people().forEach(each -> found.put(new Key(Kind.PERSON, each.personId()), each));
    nearby
        .gatherings()
        .forEach(each -> found.put(new Key(Kind.GATHERING, each.gatheringId()), each));
    nearby.services().forEach(each -> found.put(new Key(Kind.SERVICE, each.serviceId()), each));
    nearby.groups().forEach(each -> found.put(new Key(Kind.GROUP, each.conversationId()), each));
    return found;
  }

  // --- attendees --------------------------------------------------------------------------------

  /// @param message creates the message, given the title
  private void tellAttendees(GatheringId gathering, Function<String, NearbyMessage> message) {
    source
        .find(new FindAttendees(gathering))
        .whenComplete((attendees, failure) -> {
          if (failure == null) {
            byte[] body = wire(message.apply(attendees.title()));
            pushThread.execute(() -> tell(attendees, body));
          } else {
            LOG.warn("those who go could not be told: {}", failure.getClass().getName());
          }
        });
  }

  private void tell(Attendees attendees, byte[] body) {
    for (LiveQuery each : new ArrayList<>(liveQueries.values())) {
      if (attendees.people().contains(each.person())) {
        put(each, body);
      }
    }
  }

  private byte[] wire(Object message) {
    return WireEvent.withoutPosition(message.getClass().getSimpleName(), json.encode(message));
  }

  private void put(LiveQuery liveQuery, byte[] body) {
    OutgoingMessage message = new OutgoingMessage("nearby~" + ++sent, body);
    outbox.put(liveQuery.subscription.subscriber(), message.frame(liveQuery.subscription.head()));
  }
}
