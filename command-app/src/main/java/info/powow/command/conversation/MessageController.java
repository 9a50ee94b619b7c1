package info.powow.command.conversation;

import info.powow.domain.Accepted;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationCommand.AddReaction;
import info.powow.domain.conversation.ConversationCommand.DeleteMessage;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.PinMessage;
import info.powow.domain.conversation.ConversationCommand.RemoveReaction;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ConversationCommand.UnpinMessage;
import info.powow.identity.SignedIn;
import io.swagger.v3.oas.annotations.tags.Tag;
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
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The HTTP counterparts of the STOMP commands about messages.
@RestController
@Tag(name = "Messages")
@RequestMapping("/api/conversations/{id}")
class MessageController {
  private final CommandGateway commands;

  MessageController(CommandGateway commands) {
    this.commands = commands;
  }

  record NewMessage(
      @Nullable String text,
      @Nullable List<ImageId> images,
      @Nullable Long replyTo,
      @Nullable List<PersonId> mentions) {}

  @PostMapping("/messages")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<Accepted> send(
      SignedIn me,
      @PathVariable String id,
      @RequestHeader("Idempotency-Key") String key,
      @RequestBody NewMessage body) {
    return commands.send(
        new SendMessage(
            new ConversationId(id),
            me.person(),
            new CommandKey(key),
            body.text(),
            Objects.requireNonNullElse(body.images(), List.of()),
            body.replyTo(),
            Objects.requireNonNullElse(body.mentions(), List.of())));
  }

  /// @param mentions the people mentioned from now on; null leaves the mentions unchanged
  record NewText(String text, @Nullable List<PersonId> mentions) {}

  @PatchMapping("/messages/{position}")
  CompletableFuture<Accepted> edit(
      SignedIn me,
      @PathVariable String id,
      @PathVariable long position,
      @RequestBody NewText body) {
    return commands.send(
        new EditMessage(
            new ConversationId(id), me.person(), position, body.text(), body.mentions()));
  }

  @DeleteMapping("/messages/{position}")
  CompletableFuture<Accepted> delete(
      SignedIn me, @PathVariable String id, @PathVariable long position) {
    return commands.send(new DeleteMessage(new ConversationId(id), me.person(), position));
  }

  @PutMapping("/messages/{position}/reactions/{emoji}")
  CompletableFuture<Accepted> react(
      SignedIn me,
      @PathVariable String id,
      @PathVariable long position,
      @PathVariable String emoji) {
    return commands.send(new AddReaction(new ConversationId(id), me.person(), position, emoji));
  }

  @DeleteMapping("/messages/{position}/reactions/{emoji}")
  CompletableFuture<Accepted> unreact(
      SignedIn me,
      @PathVariable String id,
      @PathVariable long position,
      @PathVariable String emoji) {
    return commands.send(new RemoveReaction(new ConversationId(id), me.person(), position, emoji));
  }

  @PutMapping("/pins/{position}")
  CompletableFuture<Accepted> pin(
      SignedIn me, @PathVariable String id, @PathVariable long position) {
    return commands.send(new PinMessage(new ConversationId(id), me.person(), position));
  }

  @DeleteMapping("/pins/{position}")
  CompletableFuture<Accepted> unpin(
      SignedIn me, @PathVariable String id, @PathVariable long position) {
    return commands.send(new UnpinMessage(new ConversationId(id), me.person(), position));
  }
}
