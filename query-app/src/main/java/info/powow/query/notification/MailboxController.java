package info.powow.query.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.mail.MailAddress;
import info.powow.domain.mail.MailLanguage;
import info.powow.domain.mail.MailTopic;
import info.powow.domain.mail.Mailbox;
import info.powow.identity.SignedIn;
import info.powow.query.WaitsForViews;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where the signed-in person gets mail, and which.
@WaitsForViews
@RestController
@io.swagger.v3.oas.annotations.tags.Tag(name = "Notifications")
class MailboxController {
  private final NotificationReader notifications;

  MailboxController(NotificationReader notifications) {
    this.notifications = notifications;
  }

  /// @param address the one that mail goes to; absent without one
  /// @param pending the one that is to be confirmed; absent without one
  /// @param topics what I have agreed to
  /// @param undeliverable whether mail came back, or was reported as unwanted: none is sent until the
  ///     address is given and confirmed again
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record MailSettings(
      @Nullable MailAddress address,
      @Nullable MailAddress pending,
      MailLanguage language,
      List<MailTopic> topics,
      boolean undeliverable) {}

  @Operation(summary = "Where I get mail, and which")
  @GetMapping("/api/me/mail")
  MailSettings myMail(SignedIn me) {
    Mailbox mailbox = notifications.mailbox(me.person());
    Mailbox.Address confirmed = mailbox.confirmed();
    Mailbox.Address pending = mailbox.pending();
    return new MailSettings(
        confirmed == null ? null : confirmed.address(),
        pending == null ? null : pending.address(),
        mailbox.language(),
        List.copyOf(mailbox.topics()),
        confirmed != null && confirmed.suppressed());
  }
}
