package info.powow.command.publicservice;

import info.powow.domain.Accepted;
import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.ServiceId;
import info.powow.domain.Tag;
import info.powow.domain.place.Place;
import info.powow.domain.publicservice.Contact;
import info.powow.domain.publicservice.Description;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.domain.publicservice.OpeningHours.Special;
import info.powow.domain.publicservice.OpeningHours.Weekly;
import info.powow.domain.publicservice.ServiceCommand.ChangeService;
import info.powow.domain.publicservice.ServiceCommand.PublishService;
import info.powow.domain.publicservice.ServiceCommand.WithdrawService;
import info.powow.edge.SignedIn;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Publishing public services.
@RestController
@io.swagger.v3.oas.annotations.tags.Tag(name = "Nearby")
@RequestMapping("/api/services")
class ServiceController {
  private final CommandGateway commands;

  ServiceController(CommandGateway commands) {
    this.commands = commands;
  }

  record ServiceEntry(
      @Nullable String name,
      @Nullable String text,
      @Nullable Tag category,
      @Nullable Place place,
      @Nullable Integer area,
      @Nullable Hours hours,
      @Nullable Contact contact,
      @Nullable List<PersonId> speakers) {}

  record Hours(
      @Nullable ZoneId zone, @Nullable List<Weekly> weekly, @Nullable List<Special> special) {
    OpeningHours openingHours() {
      return new OpeningHours(
          require(zone),
          Objects.requireNonNullElse(weekly, List.of()),
          Objects.requireNonNullElse(special, List.of()));
    }
  }

  record PublishedService(ServiceId serviceId) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<PublishedService> publish(
      SignedIn me, @RequestHeader("Idempotency-Key") String key, @RequestBody ServiceEntry body) {
    PublishService publish =
        new PublishService(
            me.person(),
            new CommandKey(key),
            new Description(
                require(body.name()),
                Objects.requireNonNullElse(body.text(), ""),
                body.category(),
                require(body.place()),
                Objects.requireNonNullElse(body.area(), 0),
                body.hours() == null ? null : body.hours().openingHours(),
                body.contact()),
            Objects.requireNonNullElse(body.speakers(), List.of()));
    return commands.<Accepted>send(publish).thenApply(_ -> new PublishedService(publish.service()));
  }

  @PatchMapping("/{id}")
  CompletableFuture<Accepted> change(
      SignedIn me, @PathVariable String id, @RequestBody ServiceEntry body) {
    return commands.send(
        new ChangeService(
            new ServiceId(id),
            me.person(),
            body.name(),
            body.text(),
            body.category(),
            body.place(),
            body.area(),
            body.hours() == null ? null : body.hours().openingHours(),
            body.contact(),
            body.speakers()));
  }

  @DeleteMapping("/{id}")
  CompletableFuture<Accepted> withdraw(SignedIn me, @PathVariable String id) {
    return commands.send(new WithdrawService(new ServiceId(id), me.person()));
  }

  private static <T> T require(@Nullable T value) {
    if (value == null) {
      throw new Rejected(Reason.INVALID_REQUEST);
    }
    return value;
  }
}
