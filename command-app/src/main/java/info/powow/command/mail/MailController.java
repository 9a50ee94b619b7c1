package info.powow.command.mail;

import info.powow.domain.Accepted;
import info.powow.domain.Rejected;
import info.powow.domain.mail.MailAddress;
import info.powow.domain.mail.MailCommand.ChangeMailAddress;
import info.powow.domain.mail.MailCommand.ChangeMailConsent;
import info.powow.domain.mail.MailCommand.ConfirmMailAddress;
import info.powow.domain.mail.MailCommand.RemoveMailAddress;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.MailTopic;
import info.powow.identity.MailLinks;
import info.powow.identity.MailLinks.Confirmation;
import info.powow.identity.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Where the signed-in person gets mail, and which.
@RestController
@Tag(name = "Notifications")
class MailController {
  private final CommandGateway commands;
  private final MailLinks links;

  MailController(CommandGateway commands, MailLinks links) {
    this.commands = commands;
    this.links = links;
  }

  /// @param address absent removes the one there is
  /// @param language of mail; English if absent
  record MailChange(@Nullable MailAddress address, @Nullable MailLanguage language) {}

  @PutMapping("/api/me/mail")
  CompletableFuture<Accepted> changeMail(SignedIn me, @RequestBody MailChange body) {
    MailAddress address = body.address();
    return commands.send(
        address == null
            ? new RemoveMailAddress(me.person())
            : new ChangeMailAddress(
                me.person(),
                address,
                Objects.requireNonNullElse(body.language(), MailLanguage.EN)));
  }

  record ConsentToTopic(boolean wanted) {}

  @PutMapping("/api/me/mail/topics/{topic}")
  CompletableFuture<Accepted> changeConsent(
      SignedIn me, @PathVariable String topic, @RequestBody ConsentToTopic body) {
    return commands.send(new ChangeMailConsent(me.person(), topicOf(topic), body.wanted()));
  }

  private static MailTopic topicOf(String code) {
    return switch (code) {
      case "digest" -> MailTopic.DIGEST;
      case "news" -> MailTopic.NEWS;
      default -> throw Rejected.field("topic", "one of digest, news", "another one");
    };
  }

  /// @param token from the link in the mail
  record MailConfirmation(String token) {}

  @Operation(summary = "Confirms a mail address, without signing in")
  @PostMapping("/api/mail/confirmations")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> confirm(@RequestBody MailConfirmation body) {
    Confirmation confirmation = links.confirmation(body.token());
    return commands
        .send(new ConfirmMailAddress(confirmation.person(), confirmation.askedAt()))
        .thenApply(_ -> null);
  }
}
