package info.powow.command.publicservice;

import info.powow.domain.Accepted;
import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.ServiceId;
import info.powow.domain.Tag;
import info.powow.domain.place.Place;
import info.powow.domain.publicservice.Contact;
import info.powow.domain.publicservice.Description;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.domain.publicservice.ServiceCommand.ChangeService;
import info.powow.domain.publicservice.ServiceCommand.PublishService;
import info.powow.domain.publicservice.ServiceCommand.WithdrawService;
import info.powow.identity.SignedIn;
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

  record NewService(
      String name,
      @Nullable String text,
      @Nullable Tag category,
      Place place,
      @Nullable Integer area,
      @Nullable OpeningHours hours,
      @Nullable Contact contact,
      @Nullable List<PersonId> speakers) {}

  /// What is named is changed.
  record ServiceChange(
      @Nullable String name,
      @Nullable String text,
      @Nullable Tag category,
      @Nullable Place place,
      @Nullable Integer area,
      @Nullable OpeningHours hours,
      @Nullable Contact contact,
      @Nullable List<PersonId> speakers) {}

  record PublishedService(ServiceId serviceId) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<PublishedService> publish(
      SignedIn me, @RequestHeader("Idempotency-Key") String key, @RequestBody NewService body) {
    PublishService publish =
        new PublishService(
            me.person(),
            new CommandKey(key),
            new Description(
                body.name(),
                Objects.requireNonNullElse(body.text(), ""),
                body.category(),
                body.place(),
                Objects.requireNonNullElse(body.area(), 0),
                body.hours(),
                body.contact()),
            Objects.requireNonNullElse(body.speakers(), List.of()));
    return commands.<Accepted>send(publish).thenApply(_ -> new PublishedService(publish.service()));
  }

  @PatchMapping("/{id}")
  CompletableFuture<Accepted> change(
      SignedIn me, @PathVariable String id, @RequestBody ServiceChange body) {
    return commands.send(
        new ChangeService(
            new ServiceId(id),
            me.person(),
            body.name(),
            body.text(),
            body.category(),
            body.place(),
            body.area(),
            body.hours(),
            body.contact(),
            body.speakers()));
  }

  @DeleteMapping("/{id}")
  CompletableFuture<Accepted> withdraw(SignedIn me, @PathVariable String id) {
    return commands.send(new WithdrawService(new ServiceId(id), me.person()));
  }
}
