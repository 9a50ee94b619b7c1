package info.powow.domain.mail;

/// What mail is about. People agree to each topic on its own, and may stop it on its own.
public enum MailTopic {
  /// What somebody has not read, once a day.
  DIGEST,
  /// News of the installation, sent by its staff.
  NEWS
}
