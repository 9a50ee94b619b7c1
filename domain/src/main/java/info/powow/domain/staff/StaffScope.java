package info.powow.domain.staff;

import java.util.Locale;

/// What a staff token opens.
public enum StaffScope {
  /// Read conversations within a case.
  AUDIT,
  /// Approve a case that somebody else opened.
  APPROVE,
  /// Read and close reports.
  MODERATE,
  /// Place and release legal holds within a case.
  HOLD,
  /// Erase a person within a case.
  ERASE,
  /// See and operate the installation.
  OPS,
  /// Send mail to everybody who has agreed to news.
  CAMPAIGN,
  /// Query statistics.
  ANALYTICS,
  /// Replay the log.
  REPLAY,
  /// See texts and names in a replay within a case.
  REVEAL,
  /// Grant and revoke roles.
  ADMIN;

  /// The name on the wire, such as `audit`.
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
