package info.powow.notify.mail;

import java.time.Duration;

/// What became of an attempt to send a mail.
public sealed interface MailOutcome {
  /// The mail server has taken it.
  record Sent() implements MailOutcome {}

  /// The address does not exist: mail to it never arrives.
  record Undeliverable() implements MailOutcome {}

  /// The mail server does not accept this mail, whoever it is for: our fault, and no address is to
  /// blame.
  ///
  /// @param reply code of the mail server; 0 without one
  record Refused(int reply) implements MailOutcome {}

  /// It may go later: the mail server or the mailbox is not available.
  record Failed() implements MailOutcome {}

  /// It was not tried, because the mail server has failed too often.
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
