package info.powow.socket.session;

import info.powow.domain.Accepted;
import java.util.concurrent.CompletableFuture;

/// Sends a command to its handler.
public interface CommandSender {
  /// @return completes when the command's events are durable
  CompletableFuture<Accepted> send(Object command);
}
