package info.powow.command.conversation;

import info.powow.domain.Accepted;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationCommand.AcceptConversation;
import info.powow.domain.conversation.ConversationCommand.AddMember;
import info.powow.domain.conversation.ConversationCommand.ChangeGroupAvatar;
import info.powow.domain.conversation.ConversationCommand.ChangeGroupPlace;
import info.powow.domain.conversation.ConversationCommand.ChangeRole;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.JoinGroup;
import info.powow.domain.conversation.ConversationCommand.LeaveGroup;
import info.powow.domain.conversation.ConversationCommand.LiftBan;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.RemoveMember;
import info.powow.domain.conversation.ConversationCommand.RenameGroup;
import info.powow.domain.conversation.ReadCommand.MarkRead;
import info.powow.domain.conversation.Role;
import info.powow.domain.person.PersonCommand.DeclineConversation;
import info.powow.domain.place.Place;
import info.powow.http.limit.PersonRateLimiter;
import info.powow.identity.SignedIn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The HTTP counterparts of the STOMP commands about conversations and members.
@RestController
@Tag(name = "Conversations")
@RequestMapping("/api")
class ConversationController {
  private final CommandGateway commands;
  private final PersonRateLimiter limits;

  ConversationController(CommandGateway commands, PersonRateLimiter limits) {
    this.commands = commands;
    this.limits = limits;
  }

  record Direct(PersonId with) {}

  @PostMapping("/direct")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<Accepted> openDirect(SignedIn me, @RequestBody Direct body) {
    return commands.send(new OpenDirect(me.person(), body.with()));
  }

  record NewGroup(
      String name,
      @Nullable List<PersonId> members,
      @Nullable Boolean open,
      @Nullable Boolean history,
      @Nullable Place place) {}

  @PostMapping("/groups")
  @ApiResponse(responseCode = "201", description = "Created")
  @ApiResponse(
      responseCode = "202",
      description = "Created, and who wants to be asked was invited: `invited` names them")
  CompletableFuture<ResponseEntity<Accepted>> createGroup(
      SignedIn me, @RequestHeader("Idempotency-Key") String key, @RequestBody NewGroup body) {
    CreateGroup create =
        new CreateGroup(
            me.person(),
            new CommandKey(key),
            body.name(),
            Objects.requireNonNullElse(body.members(), List.of()),
            Boolean.TRUE.equals(body.open()),
            Boolean.TRUE.equals(body.history()),
            null,
            body.place());
    limits.takeAdditions(create);
    return answered(create);
  }

  @PostMapping("/conversations/{id}/join")
  CompletableFuture<Accepted> join(SignedIn me, @PathVariable String id) {
    return commands.send(new JoinGroup(new ConversationId(id), me.person()));
  }

  @PostMapping("/conversations/{id}/leave")
  CompletableFuture<Accepted> leave(SignedIn me, @PathVariable String id) {
    return commands.send(new LeaveGroup(new ConversationId(id), me.person()));
  }

  record NewMember(PersonId personId) {}

  @PostMapping("/conversations/{id}/members")
  @ApiResponse(responseCode = "201", description = "Created")
  @ApiResponse(
      responseCode = "202",
      description = "The person wants to be asked and was invited: `invited` names them")
  CompletableFuture<ResponseEntity<Accepted>> add(
      SignedIn me, @PathVariable String id, @RequestBody NewMember body) {
    return answered(new AddMember(new ConversationId(id), me.person(), body.personId()));
  }

  @DeleteMapping("/conversations/{id}/members/{personId}")
  CompletableFuture<Accepted> remove(
      SignedIn me,
      @PathVariable String id,
      @PathVariable String personId,
      @Parameter(description = "for good: the person may not come back")
          @RequestParam(required = false)
          @Nullable Boolean ban) {
    return commands.send(
        new RemoveMember(
            new ConversationId(id), me.person(), new PersonId(personId), Boolean.TRUE.equals(ban)));
  }

  @DeleteMapping("/conversations/{id}/bans/{personId}")
  CompletableFuture<Accepted> liftBan(
      SignedIn me, @PathVariable String id, @PathVariable String personId) {
    return commands.send(new LiftBan(new ConversationId(id), me.person(), new PersonId(personId)));
  }

  @PostMapping("/conversations/{id}/invitation/accept")
  CompletableFuture<Accepted> acceptInvitation(SignedIn me, @PathVariable String id) {
    return commands.send(new AcceptConversation(new ConversationId(id), me.person()));
  }

  @PostMapping("/conversations/{id}/invitation/decline")
  CompletableFuture<Accepted> declineInvitation(SignedIn me, @PathVariable String id) {
    return commands.send(new DeclineConversation(me.person(), new ConversationId(id)));
  }

  @PostMapping("/requests/{id}/accept")
  CompletableFuture<Accepted> acceptRequest(SignedIn me, @PathVariable String id) {
    return commands.send(new AcceptConversation(new ConversationId(id), me.person()));
  }

  @PostMapping("/requests/{id}/decline")
  CompletableFuture<Accepted> declineRequest(SignedIn me, @PathVariable String id) {
    return commands.send(new DeclineConversation(me.person(), new ConversationId(id)));
  }

  private CompletableFuture<ResponseEntity<Accepted>> answered(Object command) {
    return commands
        .<Accepted>send(command)
        .thenApply(accepted ->
            ResponseEntity.status(
                    accepted.invited() == null ? HttpStatus.CREATED : HttpStatus.ACCEPTED)
                .body(accepted));
  }

  record NewRole(Role role) {}

  @PutMapping("/conversations/{id}/members/{personId}/role")
  CompletableFuture<Accepted> changeRole(
      SignedIn me,
      @PathVariable String id,
      @PathVariable String personId,
      @RequestBody NewRole body) {
    return commands.send(
        new ChangeRole(new ConversationId(id), me.person(), new PersonId(personId), body.role()));
  }

  record NewName(String name) {}

  @PatchMapping("/conversations/{id}")
  CompletableFuture<Accepted> rename(
      SignedIn me, @PathVariable String id, @RequestBody NewName body) {
    return commands.send(new RenameGroup(new ConversationId(id), me.person(), body.name()));
  }

  /// @param imageId a picture that the caller uploaded
  @Schema(name = "GroupAvatar")
  record Avatar(ImageId imageId) {}

  @PutMapping("/conversations/{id}/avatar")
  CompletableFuture<Accepted> show(SignedIn me, @PathVariable String id, @RequestBody Avatar body) {
    return commands.send(
        new ChangeGroupAvatar(new ConversationId(id), me.person(), body.imageId()));
  }

  @DeleteMapping("/conversations/{id}/avatar")
  CompletableFuture<Accepted> showNone(SignedIn me, @PathVariable String id) {
    return commands.send(new ChangeGroupAvatar(new ConversationId(id), me.person(), null));
  }

  @PutMapping("/conversations/{id}/place")
  CompletableFuture<Accepted> place(SignedIn me, @PathVariable String id, @RequestBody Place body) {
    return commands.send(new ChangeGroupPlace(new ConversationId(id), me.person(), body));
  }

  @DeleteMapping("/conversations/{id}/place")
  CompletableFuture<Accepted> placeNowhere(SignedIn me, @PathVariable String id) {
    return commands.send(new ChangeGroupPlace(new ConversationId(id), me.person(), null));
  }

  record UpTo(long upTo) {}

  @PutMapping("/conversations/{id}/read")
  CompletableFuture<Accepted> read(SignedIn me, @PathVariable String id, @RequestBody UpTo body) {
    return commands.send(new MarkRead(new ConversationId(id), me.person(), body.upTo()));
  }
}
