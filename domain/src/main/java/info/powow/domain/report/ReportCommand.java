package info.powow.domain.report;

import info.powow.domain.Command;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.ReportId;
import info.powow.domain.Texts;
import info.powow.domain.staff.IssueStaffToken;
import org.jspecify.annotations.Nullable;

/// A command about the reports of one person.
public sealed interface ReportCommand extends Command {
  /// The longest note, in bytes of UTF-8.
  int MAX_NOTE_BYTES = 4_096;

  PersonId reporter();

  ReportId report();

  @Override
  default String routingKey() {
    return Reports.streamOf(reporter());
  }

  /// @param report the id of the report, if it is a new one
  /// @param note in the reporter's words; null if there is none
  record ReportPerson(
      PersonId reporter,
      ReportId report,
      PersonId person,
      ReportReason reason,
      @Nullable String note)
      implements ReportCommand {
    public ReportPerson {
      note = requireNote(note);
    }
  }

  /// @param report the id of the report, if it is a new one
  /// @param note in the reporter's words; null if there is none
  record ReportMessage(
      PersonId reporter,
      ReportId report,
      ConversationId conversation,
      long position,
      ReportReason reason,
      @Nullable String note)
      implements ReportCommand {
    public ReportMessage {
      note = requireNote(note);
    }
  }

  /// Callers have already verified that `by` has a staff token with the scope `moderate`.
  ///
  /// @param reason why, in the words of who closes it; the reporter does not see it
  record CloseReport(
      PersonId reporter, ReportId report, PersonId by, ReportOutcome outcome, String reason)
      implements ReportCommand {
    public CloseReport {
      reason = IssueStaffToken.requireReason("reason", reason);
    }
  }

  private static @Nullable String requireNote(@Nullable String note) {
    if (note == null || Texts.isBlank(note)) {
      return null;
    }
    Texts.requireText("note", note, MAX_NOTE_BYTES);
    return note.strip();
  }
}
