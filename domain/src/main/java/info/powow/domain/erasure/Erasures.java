package info.powow.domain.erasure;

import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.HoldId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.erasure.ErasureCommand.AskErasure;
import info.powow.domain.erasure.ErasureCommand.BeginErasure;
import info.powow.domain.erasure.ErasureCommand.FinishErasure;
import info.powow.domain.erasure.ErasureCommand.WithdrawErasure;
import info.powow.domain.erasure.ErasureEvent.ErasureAsked;
import info.powow.domain.erasure.ErasureEvent.ErasureBegun;
import info.powow.domain.erasure.ErasureEvent.ErasureDeferred;
import info.powow.domain.erasure.ErasureEvent.ErasureDone;
import info.powow.domain.erasure.ErasureEvent.ErasureWithdrawn;
import info.powow.domain.erasure.HoldCommand.EndHold;
import info.powow.domain.erasure.HoldCommand.PlaceHold;
import info.powow.domain.erasure.HoldCommand.ReleaseHold;
import info.powow.domain.erasure.HoldEvent.HoldEnded;
import info.powow.domain.erasure.HoldEvent.HoldPlaced;
import info.powow.domain.erasure.HoldEvent.HoldReleased;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All erasures of the installation.
///
/// An erasure is asked for, and can be withdrawn until it is due. Then it begins, and from there it
/// only goes forward: the key is destroyed, each store confirms, and it is done.
///
/// A legal hold does not stop an erasure. The keys of what is held are kept apart for the case of the
/// hold, everything else is erased, and the erasure is deferred: it is done when the hold has ended.
/// Only a hold that was placed before the erasure began keeps anything.
///
/// @param all in the order in which they were asked for
/// @param holds in the order in which they were placed
public record Erasures(Map<PersonId, Erasure> all, Map<HoldId, Hold> holds) {
  /// The stream of all erasures.
  public static final String STREAM = "erasures";

  public static final Erasures NONE = new Erasures(Map.of(), Map.of());

  public Erasures {
    // Keeps the order, unlike Map.copyOf.
    all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
    holds = Collections.unmodifiableMap(new LinkedHashMap<>(holds));
  }

  /// A legal hold.
  ///
  /// @param released null while it is in force
  /// @param ended null until the keys that it had kept are destroyed
  public record Hold(
      HoldPlaced placed, @Nullable HoldReleased released, @Nullable HoldEnded ended) {
    public boolean isInForce() {
      return released == null;
    }

    public boolean covers(PersonId person, ConversationId conversation) {
      return placed.people().contains(person) || placed.conversations().contains(conversation);
    }

    private boolean concerns(PersonId person, Collection<ConversationId> conversations) {
      return placed.people().contains(person)
          || placed.conversations().stream().anyMatch(conversations::contains);
    }
  }

  /// How far the erasure of one person is.
  public sealed interface Erasure {}

  public record Asked(ErasureAsked asked) implements Erasure {}

  /// @param asked null if it follows from a destroyed key
  public record Begun(@Nullable ErasureAsked asked, ErasureBegun begun) implements Erasure {}

  /// Everything is erased but what is under a hold.
  public record Deferred(@Nullable ErasureAsked asked, ErasureDeferred deferred)
      implements Erasure {}

  public record Done(@Nullable ErasureAsked asked, ErasureDone done) implements Erasure {}

  public Optional<Erasure> find(PersonId person) {
    return Optional.ofNullable(all.get(person));
  }

  /// What can begin now, and what has begun and not ended.
  public List<PersonId> runnable(Instant now) {
    List<PersonId> people = new ArrayList<>();
    all.forEach((person, erasure) -> {
      switch (erasure) {
        case Asked asked when !now.isBefore(asked.asked().due()) -> people.add(person);
        case Begun _ -> people.add(person);
        case Deferred deferred when left(deferred.deferred().holds()).isEmpty() ->
            people.add(person);
        case Asked _, Deferred _, Done _ -> {}
      }
    });
    return people;
  }

  /// When the next one is due; empty if none is waiting.
  public Optional<Instant> nextDue() {
    return all.values().stream()
        .filter(Asked.class::isInstance)
        .map(each -> ((Asked) each).asked().due())
        .min(Instant::compareTo);
  }

  /// The holds in force that cover a person, or one of these conversations.
  public List<HoldId> holdsOver(PersonId person, Collection<ConversationId> conversations) {
    return holds.values().stream()
        .filter(hold -> hold.isInForce() && hold.concerns(person, conversations))
        .map(hold -> hold.placed().holdId())
        .toList();
  }

  /// The holds in force of a case.
  public List<HoldId> holdsIn(CaseId caseId) {
    return holds.values().stream()
        .filter(hold -> hold.isInForce() && hold.placed().caseId().equals(caseId))
        .map(hold -> hold.placed().holdId())
        .toList();
  }

  /// Released holds whose keys have to be destroyed.
  public List<HoldId> endingHolds() {
    return holds.values().stream()
        .filter(hold -> !hold.isInForce() && hold.ended() == null)
        .map(hold -> hold.placed().holdId())
        .toList();
  }

  /// Those of the holds that may still keep something.
  private List<HoldId> left(List<HoldId> among) {
    return among.stream()
        .filter(id -> {
          Hold hold = holds.get(id);
          return hold != null && hold.ended() == null;
        })
        .toList();
  }

  /// Everybody whose key must not be there any more.
  public Set<PersonId> erased() {
    return all.entrySet().stream()
        .filter(each -> each.getValue() instanceof Done || each.getValue() instanceof Deferred)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// @param grace how long an erasure can be withdrawn
  /// @throws Rejected `erasure_begun`
  public static List<ErasureEvent> decide(
      Erasures state, ErasureCommand command, Duration grace, Instant now) {
    PersonId person = command.person();
    @Nullable Erasure erasure = state.all.get(person);
    return switch (command) {
      case AskErasure ask ->
          erasure == null
              ? List.of(new ErasureAsked(person, ask.by(), ask.caseId(), now.plus(grace), now))
              : List.of();
      case WithdrawErasure _ ->
          switch (erasure) {
            case null -> List.of();
            case Asked _ -> List.of(new ErasureWithdrawn(person, now));
            case Begun _, Deferred _, Done _ -> throw new Rejected(Reason.ERASURE_BEGUN);
          };
      case BeginErasure begin ->
          switch (erasure) {
            case null ->
                begin.isErased() ? List.of(begun(state, begin, now)) : List.<ErasureEvent>of();
            case Asked asked ->
                begin.isErased() || !now.isBefore(asked.asked().due())
                    ? List.of(begun(state, begin, now))
                    : List.of();
            case Begun _, Deferred _, Done _ -> List.of();
          };
      case FinishErasure finish ->
          switch (erasure) {
            case null -> List.of();
            case Begun begun -> List.of(finished(state, finish, begun.begun().holds(), now));
            case Deferred deferred ->
                state.left(deferred.deferred().holds()).isEmpty()
                    ? List.of(finished(state, finish, List.of(), now))
                    : List.of();
            case Asked _, Done _ -> List.of();
          };
    };
  }

  private static ErasureBegun begun(Erasures state, BeginErasure begin, Instant now) {
    return new ErasureBegun(
        begin.person(), state.holdsOver(begin.person(), begin.conversations()), now);
  }

  private static ErasureEvent finished(
      Erasures state, FinishErasure finish, List<HoldId> holds, Instant now) {
    requireAll(finish.stores());
    List<HoldId> left = state.left(holds);
    return left.isEmpty()
        ? new ErasureDone(finish.person(), finish.stores(), finish.conversations(), now)
        : new ErasureDeferred(finish.person(), left, finish.stores(), finish.conversations(), now);
  }

  /// @throws Rejected `not_found` if the case has no such hold
  public static List<HoldEvent> decide(Erasures state, HoldCommand command, Instant now) {
    @Nullable Hold hold = state.holds.get(command.holdId());
    return switch (command) {
      case PlaceHold place ->
          hold == null
              ? List.of(
                  new HoldPlaced(
                      place.holdId(),
                      place.caseId(),
                      place.by(),
                      place.people(),
                      place.conversations(),
                      now))
              : List.of();
      case ReleaseHold release -> {
        if (hold == null || !hold.placed().caseId().equals(release.caseId())) {
          throw new Rejected(Reason.NOT_FOUND);
        }
        yield hold.isInForce()
            ? List.of(new HoldReleased(release.holdId(), release.by(), now))
            : List.of();
      }
      case EndHold end ->
          hold != null && !hold.isInForce() && hold.ended() == null
              ? List.of(new HoldEnded(end.holdId(), end.keys(), now))
              : List.of();
    };
  }

  /// A store that was not asked must not look like one that has nothing.
  private static void requireAll(List<StoreReport> reports) {
    EnumSet<PlaintextStore> missing = EnumSet.allOf(PlaintextStore.class);
    reports.forEach(report -> missing.remove(report.store()));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("these stores have not confirmed: " + missing);
    }
  }

  public static Erasures evolve(Erasures state, ErasureEvent event) {
    Map<PersonId, Erasure> all = new LinkedHashMap<>(state.all);
    PersonId person = event.personId();
    switch (event) {
      case ErasureAsked asked -> all.put(person, new Asked(asked));
      case ErasureWithdrawn _ -> all.remove(person);
      case ErasureBegun begun -> all.put(person, new Begun(askedIn(all.get(person)), begun));
      case ErasureDeferred deferred ->
          all.put(person, new Deferred(askedIn(all.get(person)), deferred));
      case ErasureDone done -> all.put(person, new Done(askedIn(all.get(person)), done));
    }
    return new Erasures(all, state.holds);
  }

  public static Erasures evolve(Erasures state, HoldEvent event) {
    Map<HoldId, Hold> holds = new LinkedHashMap<>(state.holds);
    switch (event) {
      case HoldPlaced placed -> holds.put(placed.holdId(), new Hold(placed, null, null));
      case HoldReleased released ->
          holds.computeIfPresent(
              released.holdId(), (_, hold) -> new Hold(hold.placed(), released, hold.ended()));
      case HoldEnded ended ->
          holds.computeIfPresent(
              ended.holdId(), (_, hold) -> new Hold(hold.placed(), hold.released(), ended));
    }
    return new Erasures(state.all, holds);
  }

  /// Any event of the stream.
  public static Erasures evolve(Erasures state, Object event) {
    return switch (event) {
      case ErasureEvent erasure -> evolve(state, erasure);
      case HoldEvent hold -> evolve(state, hold);
      default -> state;
    };
  }

  private static @Nullable ErasureAsked askedIn(@Nullable Erasure erasure) {
    return switch (erasure) {
      case null -> null;
      case Asked asked -> asked.asked();
      case Begun begun -> begun.asked();
      case Deferred deferred -> deferred.asked();
      case Done done -> done.asked();
    };
  }
}
