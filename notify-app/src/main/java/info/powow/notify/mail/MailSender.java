package info.powow.notify.mail;

/// Sends one mail and waits for the answer. Thread-safe.
public interface MailSender {
  MailOutcome send(Mail mail);
}
