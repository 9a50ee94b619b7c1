package info.powow.domain.conversation;

import java.util.ArrayList;
import java.util.List;

/// What became of the text of one message.
///
/// @param message the position of the message
/// @param edits positions of its edits, oldest first
/// @param isComplete whether `edits` are all of them, or only the newest
/// @param deletion position of its deletion; [#NOT_DELETED] when it was not deleted
public record TextHistory(long message, List<Long> edits, boolean isComplete, long deletion) {
  public static final long NOT_DELETED = -1;

  public TextHistory {
    edits = List.copyOf(edits);
  }

  public static TextHistory asSent(long message) {
    return new TextHistory(message, List.of(), true, NOT_DELETED);
  }

  public TextHistory editedAt(long position) {
    if (isDeleted()) {
      return this;
    }
    List<Long> more = new ArrayList<>(edits);
    more.add(position);
    return new TextHistory(message, more, isComplete, deletion);
  }

  public TextHistory deletedAt(long position) {
    return isDeleted() ? this : new TextHistory(message, edits, isComplete, position);
  }

  /// With the newest edits only.
  public TextHistory newest(int most) {
    return edits.size() <= most
        ? this
        : new TextHistory(
            message, edits.subList(edits.size() - most, edits.size()), false, deletion);
  }

  public boolean isDeleted() {
    return deletion != NOT_DELETED;
  }

  /// The newest wording that the person may see; a tombstone once the message is deleted, also for
  /// those who left before.
  public MessageForm shownTo(Visibility visible) {
    if (!visible.sees(message)) {
      return new MessageForm.Hidden();
    }
    if (isDeleted()) {
      return new MessageForm.Tombstone(deletion);
    }
    for (long edit : edits.reversed()) {
      if (visible.sees(edit)) {
        return new MessageForm.AsEdited(edit);
      }
    }
    return isComplete ? new MessageForm.AsSent() : new MessageForm.WithoutText();
  }

  /// How much an event shows: of all events about a message, only the one that made the form in
  /// which the person sees it shows its text.
  ///
  /// @param position of the event that sent or edited the message
  public Disclosure disclosed(long position, Visibility visible) {
    return switch (shownTo(visible)) {
      case MessageForm.Hidden _ -> Disclosure.HIDDEN;
      case MessageForm.Tombstone _ -> Disclosure.DELETED;
      case MessageForm.WithoutText _ -> Disclosure.EDITED;
      case MessageForm.AsSent _ -> position == message ? Disclosure.WHOLE : Disclosure.EDITED;
      case MessageForm.AsEdited edited ->
          position == edited.edit() ? Disclosure.WHOLE : Disclosure.EDITED;
    };
  }
}
