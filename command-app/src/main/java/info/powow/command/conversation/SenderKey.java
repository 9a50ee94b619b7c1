package info.powow.command.conversation;

import info.powow.domain.CommandKey;
import info.powow.domain.PersonId;

/// The form of a key in the log, which includes the sender: two people may choose the same key.
final class SenderKey {
  private SenderKey() {}

  static String of(PersonId sender, CommandKey key) {
    // Ids contain no blank, so the form is unambiguous.
    return sender.value() + ' ' + key.value();
  }
}
