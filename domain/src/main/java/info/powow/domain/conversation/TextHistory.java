package info.powow.domain.conversation;

import java.util.ArrayList;
import java.util.List;

/// The edits and the deletion of one message.
///
/// @param message the position of the message
/// @param edits the positions of its edits, oldest first
/// @param isComplete whether `edits` has all of them, or only the newest
/// @param deletion the position of its deletion; [#NOT_DELETED] if it was not deleted
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

  /// Keeps only the newest edits.
  public TextHistory newest(int most) {
    return edits.size() <= most
        ? this
        : new TextHistory(
            message, edits.subList(edits.size() - most, edits.size()), false, deletion);
  }

  public boolean isDeleted() {
    return deletion != NOT_DELETED;
  }

  /// The newest version that the person may see; a tombstone once the message is deleted, including
  /// for people who left before.
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

  /// How much of an event about this message a person sees. Only the event that produced the
  /// version that they see discloses its text.
  ///
  /// @param position the position of the event that sent or edited the message
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
