package info.powow.notify.mail;

import info.powow.domain.mail.MailAddress;
import info.powow.domain.mail.MailLanguage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One mail to one person, ready to send.
///
/// @param id the part of the `Message-ID` before the `@`; stays the same if the mail is sent again
/// @param unsubscribe the link that stops such mail; null for mail that cannot be stopped
/// @param at when the mail was written; stays the same if it is sent again
public record Mail(
    String id,
    MailAddress to,
    MailLanguage language,
    String subject,
    String text,
    String html,
    @Nullable String unsubscribe,
    Instant at) {
  /// Keeps the address and the content out of logs.
  @Override
  public String toString() {
    return "a mail";
  }
}
