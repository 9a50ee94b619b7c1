package info.powow.command.mail;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.mail.MailCommand;
import info.powow.http.ClientAddress;
import info.powow.http.RateLimiter;
import info.powow.identity.MailLinks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Takes what a mail provider reports: mail that came back for good, and complaints.
@RestController
@Tag(name = "Notifications")
class MailFeedbackController {
  /// Messages with wrong signatures cost a verification each.
  private static final int MAX_PER_MINUTE = 600;

  private final CommandGateway commands;
  private final MailLinks links;
  private final SnsConnection amazon;
  private final @Nullable String topic;
  private final Clock clock;
  private final RateLimiter limit = new RateLimiter(MAX_PER_MINUTE, Duration.ofMinutes(1));

  MailFeedbackController(
      CommandGateway commands,
      MailLinks links,
      SnsConnection amazon,
      @Nullable String topic,
      Clock clock) {
    this.commands = commands;
    this.links = links;
    this.amazon = amazon;
    this.topic = topic;
    this.clock = clock;
  }

  @Operation(summary = "What Amazon SES reports over Amazon SNS, signed")
  @PostMapping(path = "/api/mail/feedback/ses", consumes = MediaType.TEXT_PLAIN_VALUE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  CompletableFuture<Void> report(@RequestBody byte[] body, HttpServletRequest request) {
    limit.take(ClientAddress.of(request.getRemoteAddr()));
    Optional<MailCommand> command = accept(body);
    return command.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : commands.send(command.get()).thenApply(_ -> null);
  }

  Optional<MailCommand> accept(byte[] body) {
    if (topic == null) {
      throw new Rejected(Reason.NOT_FOUND);
    }
    SnsMessage message = SnsMessage.read(body);
    message.requireSignedBy(amazon.key(message.requireOf(topic, clock.instant())));
    if (message.isSubscription()) {
      amazon.confirm(message.subscribe());
      return Optional.empty();
    }
    return SesFeedback.read(message.content(), links);
  }
}
