package info.powow.notify.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.notification.Relevance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an app shows for a push: the same as a browser receives in one.
///
/// @param type `message`, `deleted`, `summary`, `test`, `gathering`, or `nothing`: then the app
///     removes what it shows under the tag of the push
/// @param tag absent if the type is `nothing`
/// @param title of the gathering, like start and zone
/// @param cleared messages that were read on other devices
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PushContent(
    String type,
    @Nullable String tag,
    int badge,
    @Nullable ConversationId conversationId,
    @Nullable Long position,
    @Nullable GatheringId gatheringId,
    @Nullable Relevance reason,
    @Nullable Instant at,
    @Nullable String sender,
    @Nullable String group,
    @Nullable String text,
    @Nullable Boolean edited,
    @Nullable Integer count,
    @Nullable String title,
    @Nullable Instant start,
    @Nullable String zone,
    List<Cleared> cleared) {
  public record Cleared(ConversationId conversationId, long upTo) {}

  static PushContent nothing(int badge) {
    return new PushContent(
        "nothing", null, badge, null, null, null, null, null, null, null, null, null, null, null,
        null, null, List.of());
  }

  static PushContent of(Payload payload) {
    return switch (payload) {
      case PushPayload push ->
          new PushContent(
              push.type(),
              push.tag(),
              push.badge(),
              push.conversationId(),
              push.position(),
              null,
              push.reason(),
              push.at(),
              push.sender(),
              push.group(),
              push.text(),
              push.edited(),
              push.count(),
              null,
              null,
              null,
              push.cleared().stream()
                  .map(each -> new Cleared(each.conversationId(), each.upTo()))
                  .toList());
      case GatheringPayload push ->
          new PushContent(
              push.type(),
              push.tag(),
              push.badge(),
              null,
              null,
              push.gatheringId(),
              push.reason(),
              null,
              null,
              null,
              null,
              null,
              null,
              push.title(),
              push.start(),
              push.zone(),
              List.of());
    };
  }
}
