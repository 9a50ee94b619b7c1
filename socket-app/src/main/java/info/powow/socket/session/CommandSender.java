package info.powow.socket.session;

import info.powow.domain.Accepted;
import java.util.concurrent.CompletableFuture;

/// Hands a command to whoever decides about it.
public interface CommandSender {
  /// @return complete when what the command made is durable
  CompletableFuture<Accepted> send(Object command);
}
