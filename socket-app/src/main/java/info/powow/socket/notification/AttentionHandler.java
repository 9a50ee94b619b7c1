package info.powow.socket.notification;

import info.powow.domain.notification.ActivePeople;
import info.powow.domain.notification.FindActive;
import info.powow.domain.notification.TellConnected;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.axonframework.queryhandling.QueryHandler;

/// Answers queries of nodes that send notifications. Every socket node is asked, and answers for
/// its own connections.
public final class AttentionHandler {
  private final InAppNotifications notifications;
  private final Executor pushThread;

  public AttentionHandler(InAppNotifications notifications, Executor pushThread) {
    this.notifications = notifications;
    this.pushThread = pushThread;
  }

  @QueryHandler
  CompletableFuture<ActivePeople> find(FindActive query) {
    return CompletableFuture.supplyAsync(
        () -> new ActivePeople(notifications.activeOf(query.people())), pushThread);
  }

  /// A query, because a command would go to one node only.
  @QueryHandler
  CompletableFuture<Boolean> tell(TellConnected messages) {
    return CompletableFuture.supplyAsync(
        () -> {
          notifications.tell(messages);
          return true;
        },
        pushThread);
  }
}
