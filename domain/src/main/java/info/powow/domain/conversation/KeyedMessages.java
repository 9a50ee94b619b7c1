package info.powow.domain.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.RecentMessages.Message;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/// An immutable list of messages that finds keys without touching the messages. Every sent message
/// needs that lookup, and on a busy server the messages are rarely in the CPU cache.
final class KeyedMessages extends AbstractList<Message> implements RandomAccess {
  private final Message[] messages;
  private final int[] keys;

  private KeyedMessages(Message[] messages, int[] keys) {
    this.messages = messages;
    this.keys = keys;
  }

  static KeyedMessages of(List<Message> messages) {
    return messages instanceof KeyedMessages already
        ? already
        : new KeyedMessages(
            messages.toArray(Message[]::new),
            messages.stream().mapToInt(message -> message.key().hashCode()).toArray());
  }

  /// Returns a list with one more message, without the oldest if it would exceed `atMost`.
  KeyedMessages and(Message message, int atMost) {
    int kept = Math.min(messages.length, atMost - 1);
    int from = messages.length - kept;
    Message[] next = Arrays.copyOfRange(messages, from, messages.length + 1);
    int[] nextKeys = Arrays.copyOfRange(keys, from, keys.length + 1);
    next[kept] = message;
    nextKeys[kept] = message.key().hashCode();
    return new KeyedMessages(next, nextKeys);
  }

  Optional<Message> sentUnder(PersonId sender, CommandKey key) {
    int wanted = key.hashCode();
    for (int i = keys.length - 1; i >= 0; i--) {
      if (keys[i] == wanted
          && messages[i].key().equals(key)
          && messages[i].sender().equals(sender)) {
        return Optional.of(messages[i]);
      }
    }
    return Optional.empty();
  }

  @Override
  public Message get(int index) {
    return messages[index];
  }

  @Override
  public int size() {
    return messages.length;
  }
}
