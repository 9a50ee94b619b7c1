package info.powow.command.person;

import info.powow.domain.Accepted;
import info.powow.domain.ConversationId;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import info.powow.domain.person.Discoverability;
import info.powow.domain.person.InboxSection;
import info.powow.domain.person.MayAdd;
import info.powow.domain.person.MayWrite;
import info.powow.domain.person.PersonCommand.ArrangeConversation;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.ChangeAvatar;
import info.powow.domain.person.PersonCommand.ChangeConsent;
import info.powow.domain.person.PersonCommand.ChangeProfile;
import info.powow.domain.person.PersonCommand.MuteConversation;
import info.powow.domain.person.PersonCommand.UnblockPerson;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.place.Point;
import info.powow.identity.SignedIn;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Changes to the signed-in person's profile and settings.
@RestController
@io.swagger.v3.oas.annotations.tags.Tag(name = "People")
class PersonController {
  private final CommandGateway commands;

  PersonController(CommandGateway commands) {
    this.commands = commands;
  }

  record ProfileChange(
      @Nullable String displayName,
      @Nullable String about,
      @Nullable Discoverability discoverable,
      @Nullable List<Tag> interests,
      @Nullable MayAdd mayAddMe,
      @Nullable MayWrite mayWriteMe) {}

  @PatchMapping("/api/me")
  CompletableFuture<Accepted> change(SignedIn me, @RequestBody ProfileChange body) {
    ChangeProfile profile =
        new ChangeProfile(
            me.person(), body.displayName(), body.about(), body.discoverable(), body.interests());
    if (body.mayAddMe() == null && body.mayWriteMe() == null) {
      return commands.send(profile);
    }
    ChangeConsent consent = new ChangeConsent(me.person(), body.mayAddMe(), body.mayWriteMe());
    return commands.send(profile).thenCompose(_ -> commands.send(consent));
  }

  /// @param imageId a picture that the caller uploaded
  record Avatar(ImageId imageId) {}

  @PutMapping("/api/me/avatar")
  CompletableFuture<Accepted> show(SignedIn me, @RequestBody Avatar body) {
    return commands.send(new ChangeAvatar(me.person(), body.imageId()));
  }

  @DeleteMapping("/api/me/avatar")
  CompletableFuture<Accepted> showNone(SignedIn me) {
    return commands.send(new ChangeAvatar(me.person(), null));
  }

  record Coordinates(double lat, double lon) {}

  @PutMapping("/api/me/place")
  CompletableFuture<Accepted> update(SignedIn me, @RequestBody Coordinates body) {
    return commands.send(new UpdatePlace(me.person(), new Point(body.lat(), body.lon())));
  }

  @PutMapping("/api/blocked/{personId}")
  CompletableFuture<Accepted> block(SignedIn me, @PathVariable String personId) {
    return commands.send(new BlockPerson(me.person(), new PersonId(personId)));
  }

  @DeleteMapping("/api/blocked/{personId}")
  CompletableFuture<Accepted> unblock(SignedIn me, @PathVariable String personId) {
    return commands.send(new UnblockPerson(me.person(), new PersonId(personId)));
  }

  record Mute(@Nullable Instant until) {}

  @PutMapping("/api/conversations/{id}/mute")
  CompletableFuture<Accepted> mute(SignedIn me, @PathVariable String id, @RequestBody Mute body) {
    return commands.send(new MuteConversation(me.person(), new ConversationId(id), body.until()));
  }

  /// @param section where it stands in my inbox
  /// @param unread whether it stands out as unread, whatever I have read
  record Arrange(@Nullable InboxSection section, @Nullable Boolean unread) {}

  @PatchMapping("/api/conversations/{id}/arrangement")
  CompletableFuture<Accepted> arrange(
      SignedIn me, @PathVariable String id, @RequestBody Arrange body) {
    return commands.send(
        new ArrangeConversation(
            me.person(), new ConversationId(id), body.section(), body.unread()));
  }
}
