package info.powow.query.search;

import info.powow.projection.search.FoundMessages;
import info.powow.projection.search.MessageQuery;

/// Searches messages in the index.
@FunctionalInterface
interface FindMessages {
  /// @throws info.powow.projection.search.SearchUnavailable if the index is unavailable
  FoundMessages find(MessageQuery query);
}
