package info.powow.analytics.replay;

import info.powow.analytics.replay.Replays.Running;
import info.powow.domain.CaseId;
import info.powow.domain.Rejected;
import info.powow.domain.staff.StaffScope;
import info.powow.identity.Staff;

/// Finds a replay for its owner, over HTTP and STOMP.
record ReplayAccess(Replays replays, ReplayTrail trail) {
  /// Each use needs the case to be open still.
  ///
  /// @throws Rejected `replay_not_found`, also for somebody else's, `case_not_found`, and then the
  ///     replay ends, or `role_required`
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
