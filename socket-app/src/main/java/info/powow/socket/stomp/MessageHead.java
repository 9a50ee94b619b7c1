package info.powow.socket.stomp;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The part of a MESSAGE frame that is the same for everything sent to one subscription.
///
/// Clients number their subscriptions (`sub-0`, `sub-1`), so a few heads serve nearly all of them.
/// Sharing heads allows a frame to be encoded once for many recipients.
public final class MessageHead {
  private static final int MAX_SHARED = 4_096;
  private static final int MAX_SHARED_LENGTH = 64;
  private static final Map<String, MessageHead> SHARED = new ConcurrentHashMap<>();

  private final byte[] bytes;

  private MessageHead(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @param subscription the client's id of the subscription; optional in 1.0
  public static MessageHead of(
      StompVersion version, String destination, @Nullable String subscription) {
    String line = subscription == null ? "" : "\nsubscription:" + version.escape(subscription);
    if (line.length() > MAX_SHARED_LENGTH) {
      return newHead(destination, line);
    }
    String key = destination + line;
    MessageHead shared = SHARED.get(key);
    if (shared != null) {
      return shared;
    }
    MessageHead head = newHead(destination, line);
    if (SHARED.size() >= MAX_SHARED) {
      return head;
    }
    MessageHead earlier = SHARED.putIfAbsent(key, head);
    return earlier == null ? head : earlier;
  }

  private static MessageHead newHead(String destination, String subscription) {
    String head =
        "MESSAGE\ndestination:"
            + destination
            + subscription
            + "\ncontent-type:application/json\nmessage-id:";
    return new MessageHead(head.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    return bytes;
  }
}
