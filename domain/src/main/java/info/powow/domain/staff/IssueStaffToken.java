package info.powow.domain.staff;

import info.powow.domain.Command;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.domain.Texts;
import java.time.Duration;
import java.util.Set;

/// Records that somebody asks for a staff token. Callers have already verified who asks.
///
/// @param reason why, in the words of who asks
/// @param lifetime positive, and at most [#MAX_LIFETIME]
public record IssueStaffToken(
    PersonId person, String tokenId, Set<StaffScope> scopes, String reason, Duration lifetime)
    implements Command {
  public static final Duration MAX_LIFETIME = Duration.ofMinutes(15);

  private static final int MAX_REASON_BYTES = 1_000;

  public IssueStaffToken {
    scopes = Set.copyOf(scopes);
    if (scopes.isEmpty()) {
      throw Rejected.field("scopes", "at least one scope", "none");
    }
    reason = requireReason("reason", reason);
    if (!lifetime.isPositive() || lifetime.compareTo(MAX_LIFETIME) > 0) {
      throw new IllegalArgumentException("a staff token lives for at most " + MAX_LIFETIME);
    }
  }

  /// A reason that somebody can read later.
  ///
  /// @param field see [info.powow.domain.FieldError]
  public static String requireReason(String field, String reason) {
    if (Texts.isBlank(reason)) {
      throw Rejected.field(field, "the reason, in words", "nothing");
    }
    Texts.requireText(field, reason, MAX_REASON_BYTES);
    return reason.strip();
  }

  @Override
  public String routingKey() {
    return "staff:" + person.value();
  }
}
