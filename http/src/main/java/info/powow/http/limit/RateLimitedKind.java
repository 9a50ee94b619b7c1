package info.powow.http.limit;

import info.powow.domain.conversation.ConversationCommand.AddMember;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ReadCommand;
import info.powow.domain.gathering.GatheringCommand.PublishGathering;
import info.powow.domain.notification.DeviceCommand.AddDevice;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.publicservice.ServiceCommand.PublishService;
import info.powow.domain.report.ReportCommand.ReportMessage;
import info.powow.domain.report.ReportCommand.ReportPerson;
import java.util.Locale;

/// Kinds of requests that are counted together for one person.
public enum RateLimitedKind {
  MESSAGE,
  CHANGE,
  SIGNAL,
  CREATION,
  ADDITION,
  LOOK_UP,
  NEARBY,
  SEARCH,
  UPLOAD,
  REPORT,
  READ;

  private final String policy = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /// The name in `RateLimit` and `RateLimit-Policy`.
  public String policy() {
    return policy;
  }

  /// The kind of a command, over HTTP or STOMP.
  public static RateLimitedKind of(Object command) {
    return switch (command) {
      case SendMessage _ -> MESSAGE;
      case CreateGroup _, OpenDirect _, PublishGathering _, PublishService _, AddDevice _ ->
          CREATION;
      case AddMember _ -> ADDITION;
      case ReportPerson _, ReportMessage _ -> REPORT;
      case ReadCommand _, UpdatePlace _ -> SIGNAL;
      default -> CHANGE;
    };
  }

  /// The kind of an HTTP call; for a command, equal to [#of(Object)].
  ///
  /// @param route as matched by Spring MVC, such as `/api/conversations/{id}/messages`
  static RateLimitedKind of(String method, String route) {
    if (method.equals("GET") || method.equals("HEAD")) {
      if (route.startsWith("/api/people") || route.equals("/api/conversations/{id}/preview")) {
        return LOOK_UP;
      }
      if (route.startsWith("/api/nearby/") && !route.equals("/api/nearby/me")) {
        return NEARBY;
      }
      return route.equals("/api/search") ? SEARCH : READ;
    }
    return switch (method + ' ' + route) {
      case "POST /api/conversations/{id}/messages" -> MESSAGE;
      case "POST /api/groups",
          "POST /api/direct",
          "POST /api/gatherings",
          "POST /api/services",
          "POST /api/me/devices" ->
          CREATION;
      case "POST /api/conversations/{id}/members" -> ADDITION;
      case "PUT /api/conversations/{id}/read", "PUT /api/me/place" -> SIGNAL;
      case "POST /api/images" -> UPLOAD;
      case "POST /api/reports" -> REPORT;
      default -> CHANGE;
    };
  }
}
