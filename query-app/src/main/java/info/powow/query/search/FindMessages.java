package info.powow.query.search;

import info.powow.projection.search.FoundMessages;
import info.powow.projection.search.MessageQuery;

/// Looks for messages in the index.
@FunctionalInterface
interface FindMessages {
  /// @throws info.powow.projection.search.SearchUnavailable when the index cannot be asked
  FoundMessages find(MessageQuery query);
}
