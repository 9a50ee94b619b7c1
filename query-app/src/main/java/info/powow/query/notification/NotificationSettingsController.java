package info.powow.query.notification;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.Tag;
import info.powow.domain.notification.DigestTime;
import info.powow.domain.notification.Level;
import info.powow.domain.notification.NearbyNotices;
import info.powow.domain.notification.NotificationPreferences;
import info.powow.domain.notification.NotificationSettings;
import info.powow.domain.notification.Preview;
import info.powow.domain.publicservice.OpeningHours;
import info.powow.identity.SignedIn;
import info.powow.query.WaitsForViews;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What one wants to be told of.
@WaitsForViews
@RestController
@io.swagger.v3.oas.annotations.tags.Tag(name = "Notifications")
class NotificationSettingsController {
  private final NotificationReader notifications;

  NotificationSettingsController(NotificationReader notifications) {
    this.notifications = notifications;
  }

  record ConversationLevel(ConversationId conversationId, Level level) {}

  /// @param conversations those with a level of their own
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record NotificationSettingsAnswer(
      Level level,
      List<Tag> keywords,
      Preview preview,
      @Nullable OpeningHours quiet,
      @Nullable DigestTime digest,
      NearbyNotices nearby,
      List<ConversationLevel> conversations) {}

  @Operation(summary = "What I want to be told of")
  @GetMapping("/api/me/notifications")
  NotificationSettingsAnswer mySettings(SignedIn me) {
    NotificationPreferences preferences = notifications.preferences(me.person());
    NotificationSettings settings = preferences.settings();
    return new NotificationSettingsAnswer(
        settings.level(),
        settings.keywords(),
        settings.preview(),
        settings.quiet(),
        settings.digest(),
        settings.nearby(),
        preferences.levels().entrySet().stream()
            .map(entry -> new ConversationLevel(entry.getKey(), entry.getValue()))
            .toList());
  }
}
