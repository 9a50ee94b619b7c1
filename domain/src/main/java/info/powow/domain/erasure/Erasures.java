package info.powow.domain.erasure;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.erasure.ErasureCommand.AskErasure;
import info.powow.domain.erasure.ErasureCommand.BeginErasure;
import info.powow.domain.erasure.ErasureCommand.FinishErasure;
import info.powow.domain.erasure.ErasureCommand.WithdrawErasure;
import info.powow.domain.erasure.ErasureEvent.ErasureAsked;
import info.powow.domain.erasure.ErasureEvent.ErasureBegun;
import info.powow.domain.erasure.ErasureEvent.ErasureDone;
import info.powow.domain.erasure.ErasureEvent.ErasureWithdrawn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
/// @param all in the order in which they were asked for
public record Erasures(Map<PersonId, Erasure> all) {
  /// The stream of all erasures.
  public static final String STREAM = "erasures";

  public static final Erasures NONE = new Erasures(Map.of());

  public Erasures {
    // Keeps the order, unlike Map.copyOf.
    all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
  }

  /// How far the erasure of one person is.
  public sealed interface Erasure {}

  public record Asked(ErasureAsked asked) implements Erasure {}

  /// @param asked null if it follows from a destroyed key
  public record Begun(@Nullable ErasureAsked asked, Instant at) implements Erasure {}

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
        case Asked _, Done _ -> {}
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

  /// Everybody whose key must not be there any more.
  public Set<PersonId> erased() {
    return all.entrySet().stream()
        .filter(each -> each.getValue() instanceof Done)
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
            case Begun _, Done _ -> throw new Rejected(Reason.ERASURE_BEGUN);
          };
      case BeginErasure begin ->
          switch (erasure) {
            case null -> begin.isErased() ? List.of(new ErasureBegun(person, now)) : List.of();
            case Asked asked ->
                begin.isErased() || !now.isBefore(asked.asked().due())
                    ? List.of(new ErasureBegun(person, now))
                    : List.of();
            case Begun _, Done _ -> List.of();
          };
      case FinishErasure finish -> {
        if (!(erasure instanceof Begun)) {
          yield List.of();
        }
        requireAll(finish.stores());
        yield List.of(new ErasureDone(person, finish.stores(), finish.conversations(), now));
      }
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
      case ErasureBegun begun -> all.put(person, new Begun(askedIn(all.get(person)), begun.at()));
      case ErasureDone done -> all.put(person, new Done(askedIn(all.get(person)), done));
    }
    return new Erasures(all);
  }

  private static @Nullable ErasureAsked askedIn(@Nullable Erasure erasure) {
    return switch (erasure) {
      case null -> null;
      case Asked asked -> asked.asked();
      case Begun begun -> begun.asked();
      case Done done -> done.asked();
    };
  }
}
