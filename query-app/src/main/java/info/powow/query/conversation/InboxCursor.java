package info.powow.query.conversation;

import info.powow.domain.ConversationId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.projection.conversation.ConversationView;
import java.time.Instant;
import java.util.Comparator;

/// A position in an inbox, after one conversation.
record InboxCursor(Instant activity, String conversation) {

  /// Newest activity first; equal times are ordered by id.
  static final Comparator<ConversationView> ORDER =
      Comparator.comparing(ConversationView::activity)
          .reversed()
          .thenComparing(ConversationView::id);

  static InboxCursor behind(ConversationView view) {
    return new InboxCursor(view.activity(), view.id());
  }

  /// @throws Rejected `invalid_cursor` if the cursor is malformed
  static InboxCursor parse(String cursor) {
    int dot = cursor.indexOf('.');
    try {
      return new InboxCursor(
          Instant.ofEpochMilli(Long.parseLong(cursor.substring(0, Math.max(dot, 0)))),
          new ConversationId(cursor.substring(dot + 1)).value());
    } catch (NumberFormatException | Rejected e) {
      throw Rejected.at("cursor", Reason.INVALID_CURSOR);
    }
  }

  boolean isBefore(ConversationView view) {
    int byActivity = view.activity().compareTo(activity);
    return byActivity < 0 || (byActivity == 0 && view.id().compareTo(conversation) > 0);
  }

  @Override
  public String toString() {
    return activity.toEpochMilli() + "." + conversation;
  }
}
