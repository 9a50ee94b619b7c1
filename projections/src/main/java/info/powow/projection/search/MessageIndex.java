package info.powow.projection.search;

/// The index of messages: one document a message, as it is now.
final class MessageIndex {
  /// What readers search.
  static final String ALIAS = "powow-messages";

  /// Raise it with every change of messages.json or of the analysis, or of what is written.
  static final int VERSION = 2;

  private MessageIndex() {}

  static SearchIndex<MessageDocument> in(SearchClient client) {
    return new SearchIndex<>(
        client,
        new SearchIndex.Form<>(
            ALIAS,
            VERSION,
            "messages.json",
            MessageDocument.class,
            document -> document.text() == null ? 0 : document.text().length()));
  }
}
