package info.powow.domain.conversation;

/// How much of an event's content a person sees when reading it later.
public enum Disclosure {
  /// All of it.
  WHOLE,

  /// Nothing: the message has been deleted.
  DELETED,

  /// Everything but the text, which a later edit replaced.
  EDITED,

  /// Everything but the text: the event edits a message that this person may not see.
  HIDDEN
}
