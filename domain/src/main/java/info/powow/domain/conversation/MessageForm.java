package info.powow.domain.conversation;

/// In which form somebody sees a message.
public sealed interface MessageForm {
  /// Not at all.
  record Hidden() implements MessageForm {}

  /// With the text and pictures that it was sent with.
  record AsSent() implements MessageForm {}

  /// With the text of an edit, and the pictures that it was sent with.
  ///
  /// @param edit position of the edit
  record AsEdited(long edit) implements MessageForm {}

  /// Without its text, because the wording that this person saw is no longer known: the message was
  /// edited too often since ([TextHistory#isComplete]).
  record WithoutText() implements MessageForm {}

  /// As a deleted message: only who sent it and when.
  ///
  /// @param deletion position of the deletion
  record Tombstone(long deletion) implements MessageForm {}

  default boolean showsContent() {
    return switch (this) {
      case AsSent _, AsEdited _, WithoutText _ -> true;
      case Hidden _, Tombstone _ -> false;
    };
  }
}
