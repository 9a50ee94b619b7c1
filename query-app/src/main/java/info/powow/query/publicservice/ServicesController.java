package info.powow.query.publicservice;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.ServiceId;
import info.powow.domain.place.Place;
import info.powow.domain.publicservice.Contact;
import info.powow.domain.publicservice.Description;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.domain.publicservice.PublicService;
import info.powow.identity.SignedIn;
import info.powow.projection.mongo.StateView;
import info.powow.projection.publicservice.ServiceViews;
import info.powow.query.FromViews;
import info.powow.query.ViewStoreBreaker;
import info.powow.query.person.PersonFinder;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Public services by their ids.
@FromViews
@RestController
@RequestMapping("/api/services")
@Tag(name = "Nearby")
class ServicesController {
  private final ServiceViews views;
  private final ViewStoreBreaker guard;
  private final PersonFinder people;
  private final Clock clock;

  ServicesController(ServiceViews views, ViewStoreBreaker guard, PersonFinder people, Clock clock) {
    this.people = people;
    this.views = views;
    this.guard = guard;
    this.clock = clock;
  }

  /// @param openNow absent where nobody has said when it is open
  /// @param speakers who speaks for it: a private chat with the first writes to the service
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ServiceAnswer(
      String serviceId,
      String name,
      String text,
      @Nullable String category,
      Place place,
      int area,
      @Nullable OpeningHours hours,
      @Nullable Boolean openNow,
      @Nullable Contact contact,
      List<String> speakers) {}

  @Operation(summary = "One service")
  @GetMapping("/{id}")
  ServiceAnswer service(@Parameter(hidden = true) SignedIn me, @PathVariable String id) {
    String known = new ServiceId(id).value();
    StateView<PublicService> view = guard.ask(() -> views.services().find(known));
    if (view == null || !(view.state() instanceof PublicService.Published service)) {
      throw new Rejected(Reason.SERVICE_NOT_FOUND);
    }
    // Somebody with whom one may not speak does not speak for it; without anybody else it is not
    // there.
    List<String> speakers =
        service.speakers().stream()
            .filter(speaker -> !people.eitherHasBlocked(me.person(), speaker))
            .map(PersonId::value)
            .toList();
    if (speakers.isEmpty()) {
      throw new Rejected(Reason.SERVICE_NOT_FOUND);
    }
    Description description = service.description();
    OpeningHours hours = description.hours();
    return new ServiceAnswer(
        known,
        description.name(),
        description.text(),
        description.category() == null ? null : description.category().value(),
        description.place(),
        description.area(),
        hours,
        hours == null ? null : hours.isOpenAt(clock.instant()),
        description.contact(),
        speakers);
  }
}
