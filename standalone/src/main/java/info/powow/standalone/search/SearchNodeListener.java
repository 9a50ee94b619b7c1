package info.powow.standalone.search;

import java.net.URI;

/// Is told where the search node is, and when it is gone. Called from one thread at a time.
interface SearchNodeListener {
  void found(URI address);

  /// @param cause what is known of the reason, for people to read
  void lost(String cause);
}
