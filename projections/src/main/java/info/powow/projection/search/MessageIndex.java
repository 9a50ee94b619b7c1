package info.powow.projection.search;

/// The index of messages: one document per message, in its current state.
final class MessageIndex {
  /// The alias that readers search.
  static final String ALIAS = "powow-messages";

  /// Increase with every change of messages.json, of the analysis, or of the contents.
  static final int VERSION = 4;

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
