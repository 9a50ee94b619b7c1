package info.powow.command.publicservice;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.Accepted;
import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.ServiceId;
import info.powow.domain.Tag;
import info.powow.domain.place.Place;
import info.powow.domain.publicservice.Contact;
import info.powow.domain.publicservice.Description;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.domain.publicservice.PublicService;
import info.powow.domain.publicservice.ServiceCommand.AcceptSpeaking;
import info.powow.domain.publicservice.ServiceCommand.ChangeService;
import info.powow.domain.publicservice.ServiceCommand.DeclineSpeaking;
import info.powow.domain.publicservice.ServiceCommand.PublishService;
import info.powow.domain.publicservice.ServiceCommand.WithdrawService;
import info.powow.http.limit.PersonRateLimiter;
import info.powow.identity.SignedIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
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

/// Publishing and changing public services.
@RestController
@io.swagger.v3.oas.annotations.tags.Tag(name = "Nearby")
@RequestMapping("/api/services")
class ServiceController {
  private final CommandGateway commands;

  private final PersonRateLimiter limits;

  ServiceController(CommandGateway commands, PersonRateLimiter limits) {
    this.commands = commands;
    this.limits = limits;
  }

  record NewService(
      String name,
      @Nullable String text,
      @Nullable Tag category,
      Place place,
      @Nullable Integer area,
      @Nullable OpeningHours hours,
      @Nullable Contact contact,
      @ArraySchema(maxItems = PublicService.MAX_SPEAKERS) @Nullable List<PersonId> speakers) {}

  /// Null fields are left unchanged.
  record ServiceChange(
      @Nullable String name,
      @Nullable String text,
      @Nullable Tag category,
      @Nullable Place place,
      @Nullable Integer area,
      @Nullable OpeningHours hours,
      @Nullable Contact contact,
      @ArraySchema(minItems = 1, maxItems = PublicService.MAX_SPEAKERS)
          @Nullable List<PersonId> speakers) {}

  /// @param invited people who were asked to speak for it; absent if there are none
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PublishedService(ServiceId serviceId, @Nullable List<PersonId> invited) {}

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
    limits.takeAdditions(publish);
    return commands
        .<Accepted>send(publish)
        .thenApply(accepted -> new PublishedService(publish.service(), accepted.invited()));
  }

  @PatchMapping("/{id}")
  CompletableFuture<Accepted> change(
      SignedIn me, @PathVariable String id, @RequestBody ServiceChange body) {
    ChangeService change =
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
            body.speakers());
    limits.takeAdditions(change);
    return commands.send(change);
  }

  @PostMapping("/{id}/invitation/accept")
  CompletableFuture<Accepted> accept(SignedIn me, @PathVariable String id) {
    return commands.send(new AcceptSpeaking(new ServiceId(id), me.person()));
  }

  @PostMapping("/{id}/invitation/decline")
  CompletableFuture<Accepted> decline(SignedIn me, @PathVariable String id) {
    return commands.send(new DeclineSpeaking(new ServiceId(id), me.person()));
  }

  @DeleteMapping("/{id}")
  CompletableFuture<Accepted> withdraw(SignedIn me, @PathVariable String id) {
    return commands.send(new WithdrawService(new ServiceId(id), me.person()));
  }
}
