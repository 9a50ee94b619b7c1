package info.powow.command.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;

/// A sender's key as the log knows it: two people may well choose the same key.
final class SenderKey {
  private SenderKey() {}

  static String of(PersonId sender, CommandKey key) {
    // An id has no blank, so no two pairs are written alike.
    return sender.value() + ' ' + key.value();
  }
}
