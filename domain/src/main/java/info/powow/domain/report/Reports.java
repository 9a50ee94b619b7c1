package info.powow.domain.report;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.ReportId;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.Visibility;
import info.powow.domain.report.ReportCommand.CloseReport;
import info.powow.domain.report.ReportCommand.ReportMessage;
import info.powow.domain.report.ReportCommand.ReportPerson;
import info.powow.domain.report.ReportEvent.MessageReported;
import info.powow.domain.report.ReportEvent.PersonReported;
import info.powow.domain.report.ReportEvent.ReportClosed;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The open reports of one person: as much as the next decision needs to know.
///
/// - Only somebody who can see a message may report it. Whoever left the conversation can report what
///   they saw, and a deleted message can still be reported.
/// - There is one open report of a person about the same. Reporting it again changes nothing.
/// - Whoever made the report, or is reported, cannot close it as staff, and does not learn that it
///   exists.
///
/// @param open in the order in which they were made
public record Reports(Map<ReportId, Open> open) {
  public static final Reports NONE = new Reports(Map.of());

  /// The most reports of one person that are open at the same time.
  public static final int MAX_OPEN = 100;

  public Reports {
    // Keeps the order, unlike Map.copyOf.
    open = Collections.unmodifiableMap(new LinkedHashMap<>(open));
  }

  /// @param person who is reported
  /// @param conversation with the reported message; null if none is reported
  /// @param message its position; null if none is reported
  public record Open(
      PersonId person, @Nullable ConversationId conversation, @Nullable Long message, Instant at) {
    boolean isAbout(PersonId somebody) {
      return conversation == null && person.equals(somebody);
    }

    boolean isAbout(ConversationId where, long position) {
      return where.equals(conversation) && Long.valueOf(position).equals(message);
    }
  }

  /// @param events none if the report existed already
  public record Decision(ReportReceipt receipt, List<ReportEvent> events) {
    public Decision {
      events = List.copyOf(events);
    }
  }

  /// @throws Rejected `report_of_yourself`, `person_not_found`, `conversation_not_found`,
  ///     `message_not_found`, `too_many_reports`, `report_not_found`
  public static Decision decide(Reports state, ReportCommand command, ReportContext context) {
    Instant now = context.now();
    return switch (command) {
      case ReportPerson report -> {
        if (report.person().equals(report.reporter())) {
          throw Rejected.at("personId", Reason.REPORT_OF_YOURSELF);
        }
        yield state
            .find(open -> open.isAbout(report.person()))
            .orElseGet(() -> {
              if (!context.isPerson(report.person())) {
                throw Rejected.at("personId", Reason.PERSON_NOT_FOUND);
              }
              return state.opened(
                  new PersonReported(
                      report.report(),
                      report.reporter(),
                      report.person(),
                      report.reason(),
                      report.note(),
                      now));
            });
      }
      case ReportMessage report -> {
        PersonId sender = senderSeen(report, context);
        if (sender.equals(report.reporter())) {
          throw Rejected.at("position", Reason.REPORT_OF_YOURSELF);
        }
        yield state
            .find(open -> open.isAbout(report.conversation(), report.position()))
            .orElseGet(() ->
                state.opened(
                    new MessageReported(
                        report.report(),
                        report.reporter(),
                        sender,
                        report.conversation(),
                        report.position(),
                        report.reason(),
                        report.note(),
                        now)));
      }
      case CloseReport close -> {
        Open open = state.open.get(close.report());
        if (open == null || isParty(close.by(), close.reporter(), open.person())) {
          throw new Rejected(Reason.REPORT_NOT_FOUND);
        }
        yield new Decision(
            new ReportReceipt(close.report(), open.at()),
            List.of(
                new ReportClosed(
                    close.report(),
                    close.reporter(),
                    close.by(),
                    close.outcome(),
                    close.reason(),
                    now)));
      }
    };
  }

  /// Whether somebody is involved in a report, so that it is kept from them as staff.
  static boolean isParty(PersonId staff, PersonId reporter, PersonId reported) {
    return staff.equals(reporter) || staff.equals(reported);
  }

  private static PersonId senderSeen(ReportMessage report, ReportContext context) {
    Conversation conversation = context.conversation(report.conversation());
    Visibility visible = conversation.keptVisibleTo(report.reporter());
    if (visible.ranges().isEmpty()) {
      throw Rejected.at("conversationId", Reason.CONVERSATION_NOT_FOUND);
    }
    if (report.position() >= conversation.next() || !visible.sees(report.position())) {
      throw Rejected.at("position", Reason.MESSAGE_NOT_FOUND);
    }
    return context
        .senderAt(report.conversation(), report.position())
        .orElseThrow(() -> Rejected.at("position", Reason.MESSAGE_NOT_FOUND));
  }

  private Optional<Decision> find(Predicate<Open> same) {
    return open.entrySet().stream()
        .filter(each -> same.test(each.getValue()))
        .findFirst()
        .map(each ->
            new Decision(new ReportReceipt(each.getKey(), each.getValue().at()), List.of()));
  }

  private Decision opened(ReportEvent event) {
    if (open.size() >= MAX_OPEN) {
      throw new Rejected(Reason.TOO_MANY_REPORTS);
    }
    return new Decision(new ReportReceipt(event.reportId(), event.at()), List.of(event));
  }

  public static Reports evolve(Reports state, ReportEvent event) {
    Map<ReportId, Open> open = new LinkedHashMap<>(state.open);
    switch (event) {
      case PersonReported reported ->
          open.put(reported.reportId(), new Open(reported.personId(), null, null, reported.at()));
      case MessageReported reported ->
          open.put(
              reported.reportId(),
              new Open(
                  reported.personId(),
                  reported.conversationId(),
                  reported.message(),
                  reported.at()));
      case ReportClosed closed -> open.remove(closed.reportId());
    }
    return new Reports(open);
  }

  /// The name of the stream of a person's reports.
  public static String streamOf(PersonId reporter) {
    return "reports:" + reporter.value();
  }
}
