package info.powow.axon.bus;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// The processes of one kind that tell each other what is not for the log.
///
/// A process has a new name each time it starts, so that nobody takes it for the one it was before.
public interface ClusterMembers {
  /// Stands between what a command is and the node that it is for.
  String ADDRESSED = "@";

  /// The name of this process.
  String self();

  /// Who answers at the moment, this process among them. Where it is not, nothing is known of the
  /// others.
  CompletableFuture<Set<String>> present();

  /// Tells one of them something that the serializer of messages can write.
  ///
  /// @return done when it was taken, and failed when it may not have been
  CompletableFuture<Void> tell(String node, Object what);

  /// Takes part from now on.
  ///
  /// @param told takes what others tell; must not wait
  void join(Consumer<Object> told);
}
