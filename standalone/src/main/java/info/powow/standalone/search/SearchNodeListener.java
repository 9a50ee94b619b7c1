package info.powow.standalone.search;

import info.powow.projection.search.SearchCredentials;
import java.net.URI;

/// Notified when the search node is found or lost. Not called concurrently.
interface SearchNodeListener {
  /// @param credentials required by the node
  void found(URI address, SearchCredentials credentials);

  /// @param cause what is known about the reason, for people
  void lost(String cause);
}
