package info.powow.query.gathering;

import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.gathering.Answer;
import info.powow.domain.gathering.Gathering;
import info.powow.identity.SignedIn;
import info.powow.query.Paging;
import info.powow.query.WaitsForViews;
import info.powow.query.person.BlockLookup;
import info.powow.query.person.PersonFinder;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Gatherings by id, and the caller's gatherings.
@WaitsForViews
@RestController
@RequestMapping("/api")
@Tag(name = "Nearby")
class GatheringsController {
  private static final int MOST = 100;

  /// How many attendees are named.
  private static final int NAMED = 100;

  private final Gatherings gatherings;
  private final PersonFinder people;
  private final BlockLookup blocks;
  private final Clock clock;

  GatheringsController(
      Gatherings gatherings, PersonFinder people, BlockLookup blocks, Clock clock) {
    this.gatherings = gatherings;
    this.people = people;
    this.blocks = blocks;
    this.clock = clock;
  }

  @Operation(summary = "One gathering")
  @GetMapping("/gatherings/{id}")
  GatheringAnswer gathering(@Parameter(hidden = true) SignedIn me, @PathVariable String id) {
    String known = new GatheringId(id).value();
    Gathering.Published gathering = gatherings.find(List.of(known)).get(known);
    if (gathering == null || people.eitherHasBlocked(me.person(), gathering.host())) {
      throw new Rejected(Reason.GATHERING_NOT_FOUND);
    }
    return GatheringAnswer.of(
        known, gathering, me.person().value(), attendees(gathering, me.person()));
  }

  /// Those who go, for the host and for each other, without people on the other side of a block.
  private @Nullable List<String> attendees(Gathering.Published gathering, PersonId asker) {
    if (!gathering.host().equals(asker) && gathering.answerOf(asker) != Answer.GOING) {
      return null;
    }
    Set<String> apart = blocks.of(asker.value());
    return gathering.answers().entrySet().stream()
        .filter(each -> each.getValue() == Answer.GOING)
        .map(each -> each.getKey().value())
        .filter(each -> !apart.contains(each))
        .limit(NAMED)
        .toList();
  }

  record Mine(List<GatheringAnswer> gatherings) {}

  @Operation(
      summary = "The gatherings that I host, go to or may come to, and that are not over",
      description =
          "The soonest hundred, or as many of them as have about 512 KB together, the soonest first; cancelled ones are told to be so.")
  @GetMapping("/me/gatherings")
  Mine mine(@Parameter(hidden = true) SignedIn me) {
    String person = me.person().value();
    Instant now = clock.instant();
    List<GatheringAnswer> soonest =
        gatherings.find(gatherings.of(person)).entrySet().stream()
            .filter(each -> !each.getValue().schedule().isOver(now))
            .filter(each -> !people.eitherHasBlocked(me.person(), each.getValue().host()))
            .map(each -> GatheringAnswer.of(each.getKey(), each.getValue(), person))
            .sorted(
                Comparator.comparing(GatheringAnswer::start)
                    .thenComparing(GatheringAnswer::gatheringId))
            .limit(MOST)
            .toList();
    return new Mine(Paging.fitting(soonest, GatheringAnswer::bytes));
  }
}
