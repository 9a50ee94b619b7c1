package info.powow.notify.mail;

import info.powow.domain.mail.MailAddress;
import info.powow.domain.mail.MailLanguage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One mail to one person, ready to be sent.
///
/// @param id the part of the `Message-ID` before the `@`: the same when it is sent again
/// @param unsubscribe the link that stops such mail; null for mail that cannot be stopped
/// @param at when it was written: the same when it is sent again
public record Mail(
    String id,
    MailAddress to,
    MailLanguage language,
    String subject,
    String text,
    String html,
    @Nullable String unsubscribe,
    Instant at) {
  /// Neither the address nor the content may end up in a log.
  @Override
  public String toString() {
    return "a mail";
  }
}
