package info.powow.notify.mail;

import java.time.Duration;

/// The outcome of an attempt to send a mail.
public sealed interface MailOutcome {
  /// The mail server accepted it.
  record Sent() implements MailOutcome {}

  /// The address does not exist: mail to it never arrives.
  record Undeliverable() implements MailOutcome {}

  /// The mail server accepts this mail for nobody. The fault is ours, not that of the address.
  ///
  /// @param reply the code of the mail server; 0 if there was none
  record Refused(int reply) implements MailOutcome {}

  /// The mail server or the mailbox is unavailable. A later attempt may succeed.
  record Failed() implements MailOutcome {}

  /// Nothing was tried, because the mail server failed too often.
  record Paused(Duration pause) implements MailOutcome {}

  /// The name in metrics.
  default String code() {
    return switch (this) {
      case Sent _ -> "sent";
      case Undeliverable _ -> "undeliverable";
      case Refused _ -> "refused";
      case Failed _ -> "failed";
      case Paused _ -> "paused";
    };
  }
}
