package info.powow.socket.session;

import info.powow.domain.ConversationId;
import info.powow.domain.Reason;
import info.powow.socket.nearby.LiveNearbyQueries;
import info.powow.socket.notification.InAppNotifications;
import info.powow.socket.presence.Signals;
import info.powow.socket.push.ConnectionRegistry;
import info.powow.socket.push.Outbox;
import info.powow.socket.push.Subscriber;
import info.powow.socket.push.Subscription;
import info.powow.socket.push.Topic;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Access to the push side from other threads.
public record PushSide(
    Executor pushThread,
    ConnectionRegistry connections,
    Signals signals,
    LiveNearbyQueries liveNearbyQueries,
    InAppNotifications notifications,
    Outbox outbox) {

  void connected(Subscriber device) {
    pushThread.execute(() -> connections.connected(device));
  }

  void closed(Subscriber device) {
    pushThread.execute(() -> {
      connections.closed(device);
      liveNearbyQueries.closed(device);
      notifications.closed(device);
    });
  }

  void subscribe(Subscription subscription) {
    pushThread.execute(() -> {
      if (subscription.topic() instanceof Topic.Nearby where) {
        liveNearbyQueries.subscribe(subscription, where);
      } else if (subscription.topic() instanceof Topic.Notifications) {
        notifications.subscribe(subscription);
      } else {
        connections.subscribe(subscription);
      }
    });
  }

  void unsubscribe(Subscription subscription) {
    pushThread.execute(() -> {
      connections.unsubscribe(subscription);
      liveNearbyQueries.unsubscribe(subscription);
      notifications.unsubscribe(subscription);
    });
  }

  /// Sends a frame together with other output for the device.
  void send(Subscriber device, byte[] frame) {
    pushThread.execute(() -> outbox.put(device, frame));
  }

  /// @param done called when it has taken effect
  void attention(Subscriber device, boolean isActive, Runnable done) {
    pushThread.execute(() -> {
      notifications.attention(device, isActive);
      done.run();
    });
  }

  /// @param done called with the reason of a refusal, or with null
  void typing(
      Subscriber device,
      ConversationId conversation,
      boolean now,
      Consumer<@Nullable Reason> done) {
    pushThread.execute(() ->
        connections.requireMember(
            device,
            conversation,
            refused -> {
              if (refused == null) {
                signals.typing(device.person(), conversation, now);
              }
              done.accept(refused);
            }));
  }
}
