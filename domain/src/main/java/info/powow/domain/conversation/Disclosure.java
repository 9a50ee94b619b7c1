package info.powow.domain.conversation;

/// How much an event that is read after the fact shows one person of what was said in it.
public enum Disclosure {
  /// All of it.
  WHOLE,

  /// Nothing: the message was deleted since.
  DELETED,

  /// Not its text: a later edit has the text.
  EDITED,

  /// Not its text: it edits a message that this person may not see.
  HIDDEN
}
