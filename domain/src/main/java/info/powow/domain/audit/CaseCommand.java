package info.powow.domain.audit;

import info.powow.domain.CaseId;
import info.powow.domain.Command;
import info.powow.domain.PersonId;
import info.powow.domain.staff.IssueStaffToken;
import java.time.Instant;

/// A command about a case. Callers have already verified that `by` has a staff token with the scope
/// that the command needs.
public sealed interface CaseCommand extends Command {
  CaseId caseId();

  PersonId by();

  @Override
  default String routingKey() {
    return "cases";
  }

  /// @param purpose what is to be found out
  /// @param basis the legal basis, such as a court order
  /// @param needsApproval whether somebody else has to approve it first
  record OpenCase(
      CaseId caseId,
      PersonId by,
      String purpose,
      String basis,
      CaseScope scope,
      Instant expires,
      boolean needsApproval)
      implements CaseCommand {
    public OpenCase {
      purpose = IssueStaffToken.requireReason("purpose", purpose);
      basis = IssueStaffToken.requireReason("basis", basis);
    }
  }

  record ApproveCase(CaseId caseId, PersonId by) implements CaseCommand {}

  record CloseCase(CaseId caseId, PersonId by) implements CaseCommand {}
}
