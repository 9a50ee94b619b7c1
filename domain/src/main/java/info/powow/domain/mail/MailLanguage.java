package info.powow.domain.mail;

/// The languages that mail is written in: those of the page, by their ISO 639 codes.
public enum MailLanguage {
  EN,
  AR,
  PL
}
