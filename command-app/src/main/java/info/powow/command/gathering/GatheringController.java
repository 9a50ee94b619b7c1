package info.powow.command.gathering;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.Accepted;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.ImageId;
import info.powow.domain.Tag;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.Answer;
import info.powow.domain.gathering.GatheringCommand.AnswerGathering;
import info.powow.domain.gathering.GatheringCommand.CancelGathering;
import info.powow.domain.gathering.GatheringCommand.ChangeGathering;
import info.powow.domain.gathering.GatheringCommand.ChangeGatheringPicture;
import info.powow.domain.gathering.GatheringCommand.PublishGathering;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.place.Place;
import info.powow.identity.SignedIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Publishing, changing and answering gatherings.
@RestController
@io.swagger.v3.oas.annotations.tags.Tag(name = "Nearby")
@RequestMapping("/api/gatherings")
class GatheringController {
  private final CommandGateway commands;

  GatheringController(CommandGateway commands) {
    this.commands = commands;
  }

  record NewGathering(
      String title,
      @Nullable String text,
      @Nullable Tag category,
      Place place,
      Instant start,
      Instant end,
      ZoneId zone,
      @Nullable Integer capacity,
      @Nullable Boolean conversation) {}

  /// Null fields are left unchanged.
  record GatheringChange(
      @Nullable String title,
      @Nullable String text,
      @Nullable Tag category,
      @Nullable Place place,
      @Nullable Instant start,
      @Nullable Instant end,
      @Nullable ZoneId zone,
      @Nullable Integer capacity) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record PublishedGathering(GatheringId gatheringId, @Nullable ConversationId conversationId) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<PublishedGathering> publish(
      SignedIn me, @RequestHeader("Idempotency-Key") String key, @RequestBody NewGathering body) {
    PublishGathering publish =
        new PublishGathering(
            me.person(),
            new CommandKey(key),
            new Announcement(
                body.title(),
                Objects.requireNonNullElse(body.text(), ""),
                body.category(),
                body.place(),
                body.capacity()),
            new Schedule(body.start(), body.end(), body.zone()),
            Boolean.TRUE.equals(body.conversation()));
    return commands
        .<Accepted>send(publish)
        .thenApply(
            accepted -> new PublishedGathering(publish.gathering(), accepted.conversationId()));
  }

  @PatchMapping("/{id}")
  CompletableFuture<Accepted> change(
      SignedIn me, @PathVariable String id, @RequestBody GatheringChange body) {
    return commands.send(
        new ChangeGathering(
            new GatheringId(id),
            me.person(),
            body.title(),
            body.text(),
            body.category(),
            body.place(),
            body.capacity(),
            body.start(),
            body.end(),
            body.zone()));
  }

  /// @param imageId a picture that the caller uploaded
  @Schema(name = "GatheringPicture")
  record Shown(ImageId imageId) {}

  @PutMapping("/{id}/picture")
  CompletableFuture<Accepted> showPicture(
      SignedIn me, @PathVariable String id, @RequestBody Shown body) {
    return commands.send(
        new ChangeGatheringPicture(new GatheringId(id), me.person(), body.imageId()));
  }

  @DeleteMapping("/{id}/picture")
  CompletableFuture<Accepted> removePicture(SignedIn me, @PathVariable String id) {
    return commands.send(new ChangeGatheringPicture(new GatheringId(id), me.person(), null));
  }

  @DeleteMapping("/{id}")
  CompletableFuture<Accepted> cancel(SignedIn me, @PathVariable String id) {
    return commands.send(new CancelGathering(new GatheringId(id), me.person()));
  }

  record Said(Answer answer) {}

  @PutMapping("/{id}/answer")
  CompletableFuture<Accepted> answer(SignedIn me, @PathVariable String id, @RequestBody Said body) {
    return commands.send(new AnswerGathering(new GatheringId(id), me.person(), body.answer()));
  }
}
