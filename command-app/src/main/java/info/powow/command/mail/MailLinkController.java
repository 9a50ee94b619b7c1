package info.powow.command.mail;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.mail.MailCommand.ConfirmMailAddress;
import info.powow.domain.mail.MailCommand.Unsubscribe;
import info.powow.domain.mail.MailLanguage;
import info.powow.http.Problems;
import info.powow.identity.MailLinks;
import info.powow.identity.MailLinks.Confirmation;
import info.powow.identity.MailLinks.Unsubscription;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Enumeration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the links in mail do, without signing in.
///
/// A link shows a page and changes nothing, because scanners of mail follow links. The button on the
/// page, and the button of a mail program (RFC 8058), send a POST. Browsers get refusals as a page,
/// too.
@RestController
@Tag(name = "Notifications")
class MailLinkController {
  private static final String HTML = "text/html;charset=UTF-8";
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

  private final CommandGateway commands;
  private final MailLinks links;

  MailLinkController(CommandGateway commands, MailLinks links) {
    this.commands = commands;
    this.links = links;
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

  @ExceptionHandler(Rejected.class)
  ResponseEntity<?> refused(Rejected refusal, HttpServletRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT);
    if (accepted == null || !accepted.contains(MediaType.TEXT_HTML_VALUE)) {
      return Problems.answer(refusal);
    }
    MailLanguage language = languageOf(request.getLocales());
    ResponseEntity.BodyBuilder answer = ResponseEntity.status(Problems.statusOf(refusal.reason()));
    String retryAfter = Problems.retryAfter(refusal);
    if (retryAfter != null) {
      answer.header(HttpHeaders.RETRY_AFTER, retryAfter);
    }
    return page(
        answer,
        refusal.reason() == Reason.LINK_EXPIRED
            ? MailPages.expired(language)
            : MailPages.failed(language));
  }

  /// The first language of the browser that there are pages in. The link may be unreadable.
  private static MailLanguage languageOf(Enumeration<Locale> locales) {
    while (locales.hasMoreElements()) {
      String code = locales.nextElement().getLanguage();
      for (MailLanguage language : MailLanguage.values()) {
        if (language.name().equalsIgnoreCase(code)) {
          return language;
        }
      }
    }
    return MailLanguage.EN;
  }

  private static ResponseEntity<String> page(String html) {
    return page(ResponseEntity.ok(), html);
  }

  private static ResponseEntity<String> page(ResponseEntity.BodyBuilder answer, String html) {
    return answer
        .contentType(MediaType.parseMediaType(HTML))
        .cacheControl(CacheControl.noStore())
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("X-Robots-Tag", "noindex")
        .body(html);
  }
}
