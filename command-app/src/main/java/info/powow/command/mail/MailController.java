package info.powow.command.mail;

import info.powow.domain.Accepted;
import info.powow.domain.Rejected;
import info.powow.domain.mail.MailAddress;
import info.powow.domain.mail.MailCommand.ChangeMailAddress;
import info.powow.domain.mail.MailCommand.ChangeMailConsent;
import info.powow.domain.mail.MailCommand.ConfirmMailAddress;
import info.powow.domain.mail.MailCommand.RemoveMailAddress;
import info.powow.domain.mail.MailCommand.Unsubscribe;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.MailTopic;
import info.powow.identity.MailLinks;
import info.powow.identity.MailLinks.Confirmation;
import info.powow.identity.MailLinks.Unsubscription;
import info.powow.identity.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Where the signed-in person gets mail, and which; and what the links in mail do, without signing
/// in.
///
/// A link shows a page and changes nothing, because scanners of mail follow links. The button on the
/// page, and the button of a mail program (RFC 8058), send a POST.
@RestController
@Tag(name = "Notifications")
class MailController {
  private static final String HTML = "text/html;charset=UTF-8";
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

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

  @Operation(summary = "The page of the link that confirms a mail address; changes nothing")
  @GetMapping(path = "/api/mail/confirmations/{token}", produces = HTML)
  ResponseEntity<String> confirmationPage(@PathVariable String token) {
    return page(MailPages.askToConfirm(links.confirmation(token).language()));
  }

  @Operation(summary = "The button of that page")
  @PostMapping(
      path = "/api/mail/confirmations/{token}",
      consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
      produces = HTML)
  CompletableFuture<ResponseEntity<String>> confirmOnPage(@PathVariable String token) {
    Confirmation confirmation = links.confirmation(token);
    return commands
        .send(new ConfirmMailAddress(confirmation.person(), confirmation.askedAt()))
        .thenApply(_ -> page(MailPages.confirmed(confirmation.language())));
  }

  @Operation(summary = "The page of the link that stops mail of a topic; changes nothing")
  @GetMapping(path = "/api/mail/unsubscribe/{token}", produces = HTML)
  ResponseEntity<String> unsubscriptionPage(@PathVariable String token) {
    Unsubscription unsubscription = links.unsubscription(token);
    return page(MailPages.askToUnsubscribe(unsubscription.language(), unsubscription.topic()));
  }

  @Operation(summary = "Stops mail of a topic, without signing in (RFC 8058)")
  @PostMapping(
      path = "/api/mail/unsubscribe/{token}",
      consumes = {MediaType.APPLICATION_FORM_URLENCODED_VALUE, MediaType.MULTIPART_FORM_DATA_VALUE},
      produces = HTML)
  CompletableFuture<ResponseEntity<String>> unsubscribe(@PathVariable String token) {
    Unsubscription unsubscription = links.unsubscription(token);
    return commands
        .send(new Unsubscribe(unsubscription.person(), unsubscription.topic()))
        .thenApply(_ -> page(MailPages.unsubscribed(unsubscription.language())));
  }

  private static ResponseEntity<String> page(String html) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(HTML))
        .cacheControl(CacheControl.noStore())
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("X-Robots-Tag", "noindex")
        .body(html);
  }
}
