package info.powow.domain.person;

/// How a person keeps a conversation in their inbox.
///
/// @param unread whether the person wants it to stand out as unread, whatever they have read
public record Arrangement(InboxSection section, boolean unread) {
  public static final Arrangement NONE = new Arrangement(InboxSection.MAIN, false);

  /// Conversations that one person may arrange.
  public static final int MAX = 2_000;
}
