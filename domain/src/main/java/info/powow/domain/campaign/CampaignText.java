package info.powow.domain.campaign;

import info.powow.domain.Texts;
import info.powow.domain.mail.MailLanguage;

/// What a campaign says in one language.
///
/// @param text up to 8 KiB of UTF-8; empty lines part paragraphs
public record CampaignText(MailLanguage language, String subject, String text) {
  private static final int MAX_TEXT_BYTES = 8_192;

  public CampaignText {
    subject = Texts.requireName("subject", subject);
    Texts.requireText("text", text, MAX_TEXT_BYTES);
  }
}
