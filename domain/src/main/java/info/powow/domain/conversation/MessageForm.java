package info.powow.domain.conversation;

/// The form in which a person sees a message.
public sealed interface MessageForm {
  /// Not visible.
  record Hidden() implements MessageForm {}

  /// With the text and pictures as sent.
  record AsSent() implements MessageForm {}

  /// With the text of an edit, and the pictures as sent.
  ///
  /// @param edit the position of the edit
  record AsEdited(long edit) implements MessageForm {}

  /// Without text, because the version that this person saw is no longer known: the message was
  /// edited too often since ([TextHistory#isComplete]).
  record WithoutText() implements MessageForm {}

  /// As a deleted message: only the sender and the time.
  ///
  /// @param deletion the position of the deletion
  record Tombstone(long deletion) implements MessageForm {}

  default boolean showsContent() {
    return switch (this) {
      case AsSent _, AsEdited _, WithoutText _ -> true;
      case Hidden _, Tombstone _ -> false;
    };
  }
}
