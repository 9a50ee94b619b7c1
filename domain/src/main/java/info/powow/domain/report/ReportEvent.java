package info.powow.domain.report;

import info.powow.domain.ConversationId;
import info.powow.domain.Owner;
import info.powow.domain.PersonId;
import info.powow.domain.Personal;
import info.powow.domain.Public;
import info.powow.domain.ReportId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event of the reports of one person. Exposed to that person and to staff only.
public sealed interface ReportEvent {
  ReportId reportId();

  PersonId reporter();

  Instant at();

  record PersonReported(
      ReportId reportId,
      @Owner PersonId reporter,
      PersonId personId,
      ReportReason reason,
      @Personal @Nullable String note,
      Instant at)
      implements ReportEvent {}

  /// @param personId who sent the message
  /// @param message its position
  record MessageReported(
      ReportId reportId,
      @Owner PersonId reporter,
      PersonId personId,
      ConversationId conversationId,
      @Public long message,
      ReportReason reason,
      @Personal @Nullable String note,
      Instant at)
      implements ReportEvent {}

  /// The reason is sealed under the key of the report: it may name people, and it has to outlive the
  /// accounts of both.
  record ReportClosed(
      @Owner ReportId reportId,
      PersonId reporter,
      PersonId by,
      ReportOutcome outcome,
      @Personal String reason,
      Instant at)
      implements ReportEvent {}
}
