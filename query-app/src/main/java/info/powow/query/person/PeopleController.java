package info.powow.query.person;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.identity.Handle;
import info.powow.identity.SignedIn;
import info.powow.projection.person.PersonView;
import info.powow.query.WaitsForViews;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Profiles.
@WaitsForViews
@RestController
@RequestMapping("/api")
@Tag(name = "People")
class PeopleController {
  /// A profile has up to 8 KB: so many are a page of the usual length.
  private static final int MOST = 50;

  private final PersonFinder people;
  private final Acquaintance acquaintance;
  private final BlockLookup blocks;

  PeopleController(PersonFinder people, Acquaintance acquaintance, BlockLookup blocks) {
    this.people = people;
    this.acquaintance = acquaintance;
    this.blocks = blocks;
  }

  @Operation(summary = "My own profile")
  @GetMapping("/me")
  Me me(SignedIn me) {
    return Me.of(require(me.person().value()));
  }

  @Operation(
      summary = "One profile",
      description =
          """
          `lastSeen` is there for those with whom I share a private chat that both have agreed to, or a small group. \
          Those of whom one has blocked the other do not find each other.\
          """)
  @GetMapping("/people/{id}")
  Profile person(SignedIn me, @PathVariable String id) {
    PersonView person = require(new PersonId(id).value());
    if (blocks.apart(me.person().value(), person.id())) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    return Profile.of(person, lastSeen(me.person().value(), person));
  }

  /// @param people those that exist
  record FoundPeople(List<Profile> people) {}

  @Operation(
      summary = "Profiles by exact handle, or by ids",
      description = "One of the two parameters. Those that there are, in the order of the ids.")
  @GetMapping("/people")
  FoundPeople people(
      SignedIn me,
      @Parameter(description = "An exact handle") @RequestParam(required = false)
          @Nullable String handle,
      @Parameter(description = "Up to 50 ids, separated by commas") @RequestParam(required = false)
          @Nullable List<String> ids) {
    if ((handle == null) == (ids == null)) {
      throw Rejected.field("handle", "either handle or ids", handle == null ? "neither" : "both");
    }
    if (handle != null) {
      return new FoundPeople(
          people.withHandle(new Handle(handle).value()).stream()
              .filter(person -> !blocks.apart(me.person().value(), person.id()))
              .map(person -> Profile.of(person, null))
              .toList());
    }
    return new FoundPeople(byIds(ids, blocks.of(me.person().value())));
  }

  private List<Profile> byIds(@Nullable List<String> ids, Set<String> apart) {
    if (ids == null || ids.size() > MOST) {
      throw Rejected.field("ids", "at most " + MOST + " ids", "more");
    }
    List<String> asked = ids.stream().map(id -> new PersonId(id).value()).distinct().toList();
    Map<String, PersonView> found = people.named(asked);
    return asked.stream()
        .filter(id -> found.containsKey(id) && !apart.contains(id))
        .map(id -> Profile.of(require(found, id), null))
        .toList();
  }

  private static PersonView require(Map<String, PersonView> found, String id) {
    PersonView person = found.get(id);
    if (person == null) {
      throw new Rejected(Reason.PERSON_NOT_FOUND);
    }
    return person;
  }

  private PersonView require(String id) {
    return people.find(id).orElseThrow(() -> new Rejected(Reason.PERSON_NOT_FOUND));
  }

  private @Nullable Instant lastSeen(String me, PersonView person) {
    boolean shown = me.equals(person.id()) || acquaintance.knowEachOther(me, person.id());
    return shown ? people.lastSeen(person.id()) : null;
  }
}
