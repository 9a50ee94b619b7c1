package info.powow.axon.bus;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The processes of one kind, which exchange messages that are not in the log.
///
/// A process gets a new name at each start, so that it is not confused with its predecessor.
public interface ClusterMembers {
  /// Separates the kind of a command from the node that it is addressed to.
  String ADDRESSED = "@";

  /// The name of this process.
  String self();

  /// The processes that answer now, including this one. If this one is missing, nothing is known
  /// about the others.
  CompletableFuture<Set<String>> present();

  /// Sends a message to one of them.
  ///
  /// @return completes when the message was received, and fails if it may not have been
  CompletableFuture<Void> tell(String node, Object what);

  /// Joins the other processes.
  ///
  /// @param told receives their messages; must not block
  void join(Consumer<Object> told);
}
