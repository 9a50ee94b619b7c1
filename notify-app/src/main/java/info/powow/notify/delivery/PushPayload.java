package info.powow.notify.delivery;

import info.powow.domain.ConversationId;
import info.powow.domain.Texts;
import info.powow.domain.notification.Preview;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.Relevance;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The content of a push, as a service worker decrypts it.
///
/// @param tag the same for everything about one message: a later push replaces what is shown
/// @param count the number of messages in a summary
/// @param cleared messages that were read on another device meanwhile
record PushPayload(
    String type,
    String id,
    String tag,
    @Nullable ConversationId conversationId,
    @Nullable Long position,
    @Nullable Relevance reason,
    int badge,
    @Nullable Instant at,
    @Nullable String sender,
    @Nullable String group,
    @Nullable String text,
    @Nullable Boolean edited,
    @Nullable Integer count,
    List<Cleared> cleared)
    implements Payload {
  static final int MAX_TEXT = 500;
  private static final int SHORT_TEXT = 200;

  record Cleared(ConversationId conversationId, long upTo) {}

  /// The payload about a message. The person's settings decide how much it contains.
  static PushPayload message(
      String type,
      String tag,
      ConversationId conversation,
      long position,
      @Nullable Relevance reason,
      int badge,
      Instant at,
      Preview preview,
      Recipients about,
      @Nullable String text,
      boolean edited,
      List<Cleared> cleared) {
    boolean named = preview != Preview.NONE;
    return new PushPayload(
        type,
        tag,
        tag,
        conversation,
        position,
        reason,
        badge,
        at,
        named ? about.authorName() : null,
        named ? about.name() : null,
        preview == Preview.TEXT && text != null ? Texts.beginning(text, MAX_TEXT) : null,
        edited ? true : null,
        null,
        cleared);
  }

  static PushPayload test(String tag, int badge) {
    return new PushPayload(
        "test", tag, tag, null, null, null, badge, null, null, null, null, null, null, List.of());
  }

  static PushPayload summary(
      String tag,
      ConversationId conversation,
      long position,
      int badge,
      int count,
      @Nullable String group,
      List<Cleared> cleared) {
    return new PushPayload(
        "summary",
        tag,
        tag,
        conversation,
        position,
        null,
        badge,
        null,
        null,
        group,
        null,
        null,
        count,
        cleared);
  }

  @Override
  public PushPayload shorter() {
    return new PushPayload(
        type,
        id,
        tag,
        conversationId,
        position,
        reason,
        badge,
        at,
        sender,
        group,
        text == null ? null : Texts.beginning(text, SHORT_TEXT),
        edited,
        count,
        List.of());
  }

  @Override
  public PushPayload bare() {
    return new PushPayload(
        type,
        id,
        tag,
        conversationId,
        position,
        null,
        badge,
        null,
        null,
        null,
        null,
        null,
        count,
        List.of());
  }
}
