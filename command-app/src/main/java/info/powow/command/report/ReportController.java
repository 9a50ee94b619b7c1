package info.powow.command.report;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.ReportId;
import info.powow.domain.report.ReportCommand;
import info.powow.domain.report.ReportCommand.ReportMessage;
import info.powow.domain.report.ReportCommand.ReportPerson;
import info.powow.domain.report.ReportReason;
import info.powow.domain.report.ReportReceipt;
import info.powow.identity.SignedIn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Reports people and messages to the staff.
@RestController
@Tag(name = "People")
class ReportController {
  private static final int RANDOM_BYTES = 10;

  /// Of the time in milliseconds, so that a newer report has a higher id.
  private static final int TIME_DIGITS = 12;

  private final SecureRandom random = new SecureRandom();
  private final CommandGateway commands;
  private final Clock clock;

  ReportController(CommandGateway commands, Clock clock) {
    this.commands = commands;
    this.clock = clock;
  }

  /// @param personId who is reported; not with a message
  /// @param conversationId with the message that is reported
  /// @param position of the message that is reported
  /// @param note what happened, up to 4,096 bytes of UTF-8
  record ReportToMake(
      @Nullable PersonId personId,
      @Nullable ConversationId conversationId,
      @Nullable Long position,
      ReportReason reason,
      @Nullable String note) {
    ReportCommand by(PersonId reporter, ReportId id) {
      if (personId != null) {
        if (conversationId != null || position != null) {
          throw Rejected.at("personId", Reason.INVALID_REPORT);
        }
        return new ReportPerson(reporter, id, personId, reason, note);
      }
      if (conversationId == null) {
        throw Rejected.at(position == null ? "personId" : "conversationId", Reason.INVALID_REPORT);
      }
      if (position == null) {
        throw Rejected.at("position", Reason.INVALID_REPORT);
      }
      return new ReportMessage(reporter, id, conversationId, position, reason, note);
    }
  }

  /// @param at when the report was received
  record MadeReport(ReportId reportId, Instant at) {}

  @Operation(
      summary = "Reports a person, or a message that I can see",
      description =
          "Nobody is told but the staff. While my report about the same is open, the answer is that report, unchanged.")
  @PostMapping("/api/reports")
  @ResponseStatus(HttpStatus.CREATED)
  CompletableFuture<MadeReport> report(SignedIn me, @RequestBody ReportToMake body) {
    return commands
        .<ReportReceipt>send(body.by(me.person(), newId()))
        .thenApply(receipt -> new MadeReport(receipt.report(), receipt.at()));
  }

  private ReportId newId() {
    byte[] rest = new byte[RANDOM_BYTES];
    random.nextBytes(rest);
    HexFormat hex = HexFormat.of();
    return new ReportId("r" + hex.toHexDigits(clock.millis(), TIME_DIGITS) + hex.formatHex(rest));
  }
}
