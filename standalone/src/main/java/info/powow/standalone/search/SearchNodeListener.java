package info.powow.standalone.search;

import info.powow.projection.search.SearchCredentials;
import java.net.URI;

/// Is told where the search node is, and when it is gone. Called from one thread at a time.
interface SearchNodeListener {
  /// @param credentials without which the node answers nothing
  void found(URI address, SearchCredentials credentials);

  /// @param cause what is known of the reason, for people to read
  void lost(String cause);
}
