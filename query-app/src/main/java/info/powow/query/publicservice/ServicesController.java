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
import info.powow.projection.person.MarksView;
import info.powow.projection.person.PersonView;
import info.powow.projection.person.PersonViews;
import info.powow.projection.publicservice.ServiceViews;
import info.powow.query.ViewStoreBreaker;
import info.powow.query.WaitsForViews;
import info.powow.query.person.PersonFinder;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Public services by id, and the caller's services.
@WaitsForViews
@RestController
@RequestMapping("/api")
@Tag(name = "Nearby")
class ServicesController {
  private static final int MOST = 100;

  private final ServiceViews views;
  private final PersonViews persons;
  private final ViewStoreBreaker guard;
  private final PersonFinder people;
  private final Clock clock;

  ServicesController(
      ServiceViews views,
      PersonViews persons,
      ViewStoreBreaker guard,
      PersonFinder people,
      Clock clock) {
    this.persons = persons;
    this.people = people;
    this.views = views;
    this.guard = guard;
    this.clock = clock;
  }

  /// @param openNow absent if the opening hours are unknown
  /// @param speakers the first is the one to write to
  /// @param invited people who are asked to speak for it; shown to speakers only
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
      List<String> speakers,
      @Nullable List<String> invited) {}

  @Operation(summary = "One service")
  @GetMapping("/services/{id}")
  ServiceAnswer service(@Parameter(hidden = true) SignedIn me, @PathVariable String id) {
    String known = new ServiceId(id).value();
    StateView<PublicService> view = guard.ask(() -> views.services().find(known));
    if (view == null || !(view.state() instanceof PublicService.Published service)) {
      throw new Rejected(Reason.SERVICE_NOT_FOUND);
    }
    // Speakers on the other side of a block are left out. A service without any other speaker does
    // not exist for the caller.
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
        speakers,
        speakers.contains(me.person().value())
            ? service.invited().keySet().stream().map(PersonId::value).toList()
            : null);
  }

  /// @param role `speaker`, or `invited` until I accept
  /// @param by the inviter; absent if I am a speaker
  /// @param at when I published it or was invited
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "MyService")
  record MyService(
      String serviceId,
      String name,
      @Nullable String category,
      Place place,
      Role role,
      @Nullable Inviter by,
      Instant at) {}

  enum Role {
    SPEAKER,
    INVITED
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ServiceInviter")
  record Inviter(String personId, @Nullable String displayName) {}

  @Schema(name = "MyServices")
  record MyServices(List<MyService> services) {}

  @Operation(
      summary = "The services that I speak for or am asked to speak for, the newest first",
      description = "The newest hundred.")
  @GetMapping("/me/services")
  MyServices mine(@Parameter(hidden = true) SignedIn me) {
    PersonId person = me.person();
    List<Map.Entry<String, MarksView.Mark>> named = new ArrayList<>(marks(person).entrySet());
    named.sort(
        Comparator.comparing((Map.Entry<String, MarksView.Mark> each) -> each.getValue().at())
            .reversed());
    List<MyService> services = new ArrayList<>();
    // The index also lists services that were withdrawn, or that the person no longer speaks for.
    for (int from = 0; from < named.size() && services.size() < MOST; from += MOST) {
      List<Map.Entry<String, MarksView.Mark>> some =
          named.subList(from, Math.min(named.size(), from + MOST));
      Map<String, StateView<PublicService>> states =
          guard.ask(() -> views.services().find(some.stream().map(Map.Entry::getKey).toList()));
      for (Map.Entry<String, MarksView.Mark> each : some) {
        StateView<PublicService> view = states.get(each.getKey());
        if (services.size() < MOST
            && view != null
            && view.state() instanceof PublicService.Published service) {
          of(person, each.getKey(), service, each.getValue().at()).ifPresent(services::add);
        }
      }
    }
    return new MyServices(withNames(services));
  }

  private Map<String, MarksView.Mark> marks(PersonId person) {
    MarksView all = guard.ask(() -> persons.services().find(person.value()));
    return all == null ? Map.of() : all.marks();
  }

  /// Empty if the person has no role in the service any more, or was invited across a block.
  private Optional<MyService> of(
      PersonId person, String id, PublicService.Published service, Instant at) {
    boolean speaks = service.speakers().contains(person);
    PersonId inviter = service.invited().get(person);
    if (!speaks && (inviter == null || people.eitherHasBlocked(person, inviter))) {
      return Optional.empty();
    }
    Description description = service.description();
    return Optional.of(
        new MyService(
            id,
            description.name(),
            description.category() == null ? null : description.category().value(),
            description.place(),
            speaks ? Role.SPEAKER : Role.INVITED,
            speaks || inviter == null ? null : new Inviter(inviter.value(), null),
            at));
  }

  private List<MyService> withNames(List<MyService> services) {
    Map<String, PersonView> named =
        people.named(
            services.stream()
                .map(MyService::by)
                .filter(Objects::nonNull)
                .map(Inviter::personId)
                .distinct()
                .toList());
    return services.stream()
        .map(each -> {
          PersonView by = each.by() == null ? null : named.get(each.by().personId());
          return by == null
              ? each
              : new MyService(
                  each.serviceId(),
                  each.name(),
                  each.category(),
                  each.place(),
                  each.role(),
                  new Inviter(by.id(), by.displayName()),
                  each.at());
        })
        .toList();
  }
}
