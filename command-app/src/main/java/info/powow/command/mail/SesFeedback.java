package info.powow.command.mail;

import info.powow.domain.Rejected;
import info.powow.domain.mail.MailCommand;
import info.powow.domain.mail.MailCommand.RecordMailBounce;
import info.powow.domain.mail.MailCommand.RecordMailComplaint;
import info.powow.identity.MailLinks;
import info.powow.identity.MailLinks.Origin;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what Amazon SES says about a mail. Which person it was sent to, the `Message-ID` of the mail
/// says: addresses in the message are ignored.
final class SesFeedback {
  private SesFeedback() {}

  /// @return what follows; empty for what does not concern an address for good, or is not our mail
  static Optional<MailCommand> read(String content, MailLinks links) {
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(content);
    } catch (JacksonException e) {
      return Optional.empty();
    }
    Origin origin = origin(json.path("mail"), links);
    if (origin == null) {
      return Optional.empty();
    }
    String type = json.path("notificationType").asString(json.path("eventType").asString(""));
    return switch (type) {
      // Full mailboxes and out-of-office replies are "Transient".
      case "Bounce" ->
          json.path("bounce").path("bounceType").asString("").equals("Permanent")
              ? Optional.of(new RecordMailBounce(origin.person(), origin.askedAt()))
              : Optional.empty();
      case "Complaint" ->
          json.path("complaint").path("complaintFeedbackType").asString("").equals("not-spam")
              ? Optional.empty()
              : Optional.of(new RecordMailComplaint(origin.person(), origin.askedAt()));
      default -> Optional.empty();
    };
  }

  private static @Nullable Origin origin(JsonNode mail, MailLinks links) {
    String id = mail.path("commonHeaders").path("messageId").asString("");
    if (id.isEmpty()) {
      for (JsonNode header : mail.path("headers")) {
        if (header.path("name").asString("").equalsIgnoreCase("Message-ID")) {
          id = header.path("value").asString("");
        }
      }
    }
    int at = id.indexOf('@');
    if (!id.startsWith("<") || at < 0) {
      return null;
    }
    try {
      return links.origin(id.substring(1, at));
    } catch (Rejected notOurs) {
      return null;
    }
  }
}
