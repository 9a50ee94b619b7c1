package info.powow.query.person;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.identity.SignedIn;
import info.powow.projection.person.PersonView;
import info.powow.query.WaitsForViews;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The caller's blocks and mutes.
@WaitsForViews
@RestController
@RequestMapping("/api")
@Tag(name = "People")
class SettingsController {
  private final PersonFinder people;
  private final Clock clock;

  SettingsController(PersonFinder people, Clock clock) {
    this.people = people;
    this.clock = clock;
  }

  /// @param displayName absent if the person is not known any more
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record BlockedPerson(String personId, @Nullable String displayName) {}

  record Blocked(List<BlockedPerson> blocked) {}

  @Operation(summary = "Whom I have blocked, in the order of blocking")
  @GetMapping("/blocked")
  Blocked blocked(SignedIn me) {
    List<String> ids = require(me).blocked();
    Map<String, PersonView> named = people.named(ids);
    return new Blocked(
        ids.stream()
            .map(id ->
                new BlockedPerson(
                    id,
                    Optional.ofNullable(named.get(id)).map(PersonView::displayName).orElse(null)))
            .toList());
  }

  record MutedConversation(String conversationId, Instant until) {}

  record Muted(List<MutedConversation> muted) {}

  @Operation(summary = "Which conversations I have muted, and until when")
  @GetMapping("/muted")
  Muted muted(SignedIn me) {
    Instant now = clock.instant();
    return new Muted(
        require(me).muted().entrySet().stream()
            .filter(mute -> mute.getValue().isAfter(now))
            .map(mute -> new MutedConversation(mute.getKey(), mute.getValue()))
            .toList());
  }

  private PersonView require(SignedIn me) {
    return people
        .find(me.person().value())
        .orElseThrow(() -> new Rejected(Reason.PERSON_NOT_FOUND));
  }
}
