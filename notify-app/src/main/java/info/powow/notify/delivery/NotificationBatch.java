package info.powow.notify.delivery;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.InAppMessage;
import info.powow.domain.notification.Relevance;
import info.powow.domain.notification.Verdict;
import info.powow.notify.outbox.JournalEntry;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.outbox.Tray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The changes to the outbox that follow from some events. For one thread.
final class NotificationBatch {
  private final List<OutboxRow> rows = new ArrayList<>();
  private final List<JournalEntry> journal = new ArrayList<>();
  private final List<TrayChange> trays = new ArrayList<>();

  /// @param told the reason for a notification on connected devices; null if there is none
  /// @param clears the reason for clearing what is shown up to that position; null if nothing is
  ///     cleared
  record TrayChange(
      PersonId person,
      ConversationId conversation,
      long position,
      UnaryOperator<Tray> change,
      @Nullable Relevance told,
      String id,
      @Nullable Verdict clears) {

    @Nullable InAppMessage message(Tray before, Tray after) {
      if (told != null) {
        return new InAppMessage.Notify(id, conversation, position, told, after.badge());
      }
      return clears != null && !after.equals(before)
          ? new InAppMessage.Clear(conversation, position, after.badge())
          : null;
    }
  }

  List<OutboxRow> rows() {
    return rows;
  }

  List<JournalEntry> journal() {
    return journal;
  }

  List<TrayChange> trays() {
    return trays;
  }
}
