package info.powow.analytics.replay;

import info.powow.analytics.replay.Replays.Running;
import info.powow.domain.CaseId;
import info.powow.domain.Rejected;
import info.powow.domain.staff.StaffScope;
import info.powow.identity.Staff;

/// Finds a replay for its owner, over HTTP and STOMP.
record ReplayAccess(Replays replays, ReplayTrail trail) {
  /// Each use requires that the case is still open.
  ///
  /// @throws Rejected `replay_not_found` if there is none, or if it belongs to somebody else;
  ///     `case_not_found`, which also ends the replay; or `role_required`
  Running find(Staff staff, String id) {
    staff.require(StaffScope.REPLAY);
    Running found = replays.find(id, staff.person());
    CaseId caseId = found.caseId;
    if (caseId != null) {
      try {
        var _ = trail.require(staff, caseId, "replay " + id);
      } catch (Rejected closed) {
        replays.end(found);
        throw closed;
      }
    }
    if (found.asked.reveal()) {
      staff.require(StaffScope.REVEAL);
    }
    return found;
  }
}
