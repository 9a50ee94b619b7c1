package info.powow.audit;

import info.powow.audit.LoggedMemberships.MembershipChange;
import info.powow.audit.Looks.Answer;
import info.powow.audit.SeenMessages.Page;
import info.powow.audit.SeenMessages.SeenHappening;
import info.powow.audit.SeenMessages.SeenMessage;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.Cases;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.MessageForm;
import info.powow.domain.conversation.PositionRange;
import info.powow.domain.conversation.ReadEvent.Read;
import info.powow.domain.conversation.Timeline.Sighting;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.http.CursorCodec;
import info.powow.http.CursorScope;
import info.powow.identity.Staff;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What people could see. Each answer is recorded in a case before it leaves.
@RestController
@Tag(name = "Audit")
class AuditController {
  private static final int USUAL = 50;
  private static final int MOST = 200;
  private static final int MOST_PEOPLE = 100;
  private static final int MOST_BYTES = 512 * 1_024;

  private final Looks looks;
  private final LoggedConversations conversations;
  private final SeenMessages seen;
  private final HeldWords held;
  private final LoggedMemberships memberships;
  private final EventSource log;
  private final CursorCodec cursors;

  AuditController(
      Looks looks,
      LoggedConversations conversations,
      SeenMessages seen,
      HeldWords held,
      EventSource log,
      CursorCodec cursors) {
    this.looks = looks;
    this.conversations = conversations;
    this.seen = seen;
    this.held = held;
    this.memberships = new LoggedMemberships(log);
    this.log = log;
    this.cursors = cursors;
  }

  /// A conversation as one person could have had it on their screen.
  ///
  /// @param index the index in the log up to which the answer looks
  /// @param last the newest event by then; absent if nothing had happened yet
  /// @param head the newest event of all
  /// @param member whether the person was a member then
  /// @param cursor for the messages before these; absent on the last page
  record AuditTimeline(
      ConversationId conversationId,
      PersonId personId,
      long index,
      @Nullable Moment last,
      @Nullable Moment head,
      boolean member,
      List<SeenMessage> messages,
      List<SeenHappening> happenings,
      @Nullable String cursor) {}

  @Operation(
      summary = "A conversation as one person could have had it on the screen",
      description =
          "At a moment: the messages in the version that the person saw then, oldest first. Time is an index: `at` becomes"
              + " the index of the last event before the first one that is later. Without either: now.")
  @GetMapping("/api/audit/conversations/{id}/timeline")
  AuditTimeline timeline(
      Staff staff,
      @PathVariable String id,
      @Parameter(name = "case", description = "The case in which this is read")
          @RequestParam("case")
          String caseId,
      @Parameter(description = "Whose screen") @RequestParam String person,
      @Parameter(description = "No event after this time") @RequestParam(required = false)
          @Nullable Instant at,
      @Parameter(description = "No event after this index") @RequestParam(required = false)
          @Nullable Long index,
      @Parameter(description = "From the page before") @RequestParam(required = false)
          @Nullable String cursor,
      @Parameter(description = "1 to 200") @RequestParam(required = false)
          @Nullable Integer limit) {
    ConversationId conversation = new ConversationId(id);
    PersonId whose = Rejected.at("person", () -> new PersonId(person));
    int most = limit(limit);
    requireOneMoment(at, index);
    CursorScope scope =
        CursorScope.of(staff.person(), "audit timeline", caseId, id, person, at, index);
    Place place = place(scope, cursor);
    String query =
        query("timeline", id, "person", person, "at", at, "index", index, "before", place);
    return looks.look(
        staff,
        caseId,
        query,
        found -> {
          ConversationAt then = then(found, conversation, place, index, at);
          Page page =
              seen.page(then, whose, place == null ? Long.MAX_VALUE : place.position(), most);
          String next =
              page.next() == null || then.index() == 0
                  ? null
                  : cursors.seal(scope, new Place(then.index(), page.next()).toString());
          return answer(
              found,
              then,
              page.messages().size() + page.happenings().size(),
              new AuditTimeline(
                  conversation,
                  whose,
                  then.index(),
                  then.last(),
                  then.head(),
                  then.timeline().visibleTo(whose).isOpen(),
                  page.messages(),
                  page.happenings(),
                  next));
        });
  }

  /// One event of the log.
  ///
  /// @param type as in the events of the protocol
  /// @param event its fields
  /// @param before the text before an edit
  /// @param after the text after it
  /// @param withheld `erased` if the personal data in it was erased since; `held` if a hold of this
  ///     case keeps it
  record HistoryRow(
      Moment moment,
      String type,
      Map<String, Object> event,
      @Nullable String before,
      @Nullable String after,
      @Nullable String withheld) {}

  /// @param next the position to continue from; absent at the end
  record AuditHistory(
      ConversationId conversationId, long index, List<HistoryRow> events, @Nullable Long next) {}

  @Operation(
      summary = "Every event of a conversation, with actor, time, before and after",
      description = "Oldest first. A page ends after 200 events or about 512 KB.")
  @GetMapping("/api/audit/conversations/{id}/history")
  AuditHistory history(
      Staff staff,
      @PathVariable String id,
      @Parameter(name = "case", description = "The case in which this is read")
          @RequestParam("case")
          String caseId,
      @Parameter(description = "The first position") @RequestParam(required = false)
          @Nullable Long from,
      @Parameter(description = "The last position") @RequestParam(required = false)
          @Nullable Long to) {
    ConversationId conversation = new ConversationId(id);
    long first = from == null ? 0 : Math.max(0, from);
    long last = to == null ? Long.MAX_VALUE : to;
    String query = query("history", id, "from", from, "to", to);
    return looks.look(
        staff,
        caseId,
        query,
        found -> {
          ConversationAt now = then(found, conversation, null, null, null);
          List<HistoryRow> rows = new ArrayList<>();
          long bytes = 0;
          Long next = null;
          Iterator<LoggedEvent> events = log.iterate(conversation.value(), first);
          while (events.hasNext()) {
            LoggedEvent event = held.open(events.next(), now.holds());
            if (event.sequence() > last || event.sequence() >= now.next()) {
              break;
            }
            if (rows.size() == MOST || bytes >= MOST_BYTES) {
              next = event.sequence();
              break;
            }
            rows.add(row(now, event));
            bytes += event.json().length;
          }
          return answer(
              found, now, rows.size(), new AuditHistory(conversation, now.index(), rows, next));
        });
  }

  private HistoryRow row(ConversationAt now, LoggedEvent event) {
    SeenHappening shown = seen.happening(event);
    String before = null;
    String after = null;
    if (event.event() instanceof MessageEdited edited) {
      long previous = edited.message();
      for (long edit : now.textsOf(edited.message()).edits()) {
        previous = edit < event.sequence() ? edit : previous;
      }
      before = text(now, previous);
      after = edited.text();
    }
    return new HistoryRow(
        Moment.of(event), shown.type(), shown.event(), before, after, SeenMessages.withheld(event));
  }

  private @Nullable String text(ConversationAt conversation, long position) {
    LoggedEvent event = conversations.at(conversation, position);
    return event == null
        ? null
        : switch (event.event()) {
          case MessageSent sent -> sent.text();
          case MessageEdited edited -> edited.text();
          default -> null;
        };
  }

  /// How certain it is that somebody saw a message.
  enum Grade {
    /// They were a member and could have seen it.
    COULD_SEE,
    /// Their client sent a read marker at or after it.
    READ
  }

  /// @param since from when on they could see it
  /// @param until when it was deleted; absent if it was not
  /// @param version the version that they saw last
  /// @param grades independent of each other: none follows from another
  /// @param read when their client first said that they had read it
  record AudienceMember(
      PersonId personId,
      Moment since,
      @Nullable Moment until,
      SeenMessages.@Nullable Version version,
      List<Grade> grades,
      @Nullable Moment read) {}

  record AuditAudience(
      ConversationId conversationId,
      long message,
      @Nullable PersonId sender,
      long index,
      List<AudienceMember> people,
      @Nullable String cursor) {}

  @Operation(
      summary = "Who could see a message, from when to when, and how sure that is",
      description =
          "Everybody who could see it by the moment that is asked for, in the order of their ids.")
  @GetMapping("/api/audit/conversations/{id}/messages/{position}/audience")
  AuditAudience audience(
      Staff staff,
      @PathVariable String id,
      @PathVariable long position,
      @Parameter(name = "case", description = "The case in which this is read")
          @RequestParam("case")
          String caseId,
      @Parameter(description = "No event after this time") @RequestParam(required = false)
          @Nullable Instant at,
      @Parameter(description = "No event after this index") @RequestParam(required = false)
          @Nullable Long index,
      @Parameter(description = "From the page before") @RequestParam(required = false)
          @Nullable String cursor) {
    ConversationId conversation = new ConversationId(id);
    requireOneMoment(at, index);
    CursorScope scope =
        CursorScope.of(staff.person(), "audit audience", caseId, id, position, at, index);
    Place place = place(scope, cursor);
    String query =
        query("audience", id, "message", position, "at", at, "index", index, "after", place);
    return looks.look(
        staff,
        caseId,
        query,
        found -> {
          ConversationAt then = then(found, conversation, place, index, at);
          LoggedEvent message = position < then.next() ? conversations.at(then, position) : null;
          if (!covers(found, then)
              || message == null
              || !(message.event() instanceof MessageSent sent)) {
            return new Answer<>(
                covers(found, then), then.index(), 0, nobody(conversation, position));
          }
          then.fold(position);
          List<Sighting> all =
              then.timeline().audience(position).stream()
                  .sorted(Comparator.comparing((Sighting each) -> each.person().value()))
                  .toList();
          int from = place == null ? 0 : (int) Math.min(all.size(), place.position());
          int to = Math.min(all.size(), from + MOST_PEOPLE);
          Map<Long, Moment> moments = new HashMap<>();
          List<AudienceMember> people =
              all.subList(from, to).stream()
                  .map(sighting -> member(then, at, position, sighting, moments))
                  .toList();
          return answer(
              found,
              then,
              people.size(),
              new AuditAudience(
                  conversation,
                  position,
                  sent.sender(),
                  then.index(),
                  people,
                  to == all.size()
                      ? null
                      : cursors.seal(scope, new Place(then.index(), to).toString())));
        });
  }

  private static AuditAudience nobody(ConversationId conversation, long position) {
    return new AuditAudience(conversation, position, null, 0, List.of(), null);
  }

  private AudienceMember member(
      ConversationAt then,
      @Nullable Instant at,
      long message,
      Sighting sighting,
      Map<Long, Moment> moments) {
    Moment read = read(then, at, message, sighting.person());
    return new AudienceMember(
        sighting.person(),
        Objects.requireNonNull(moment(then, sighting.since(), moments)),
        moment(then, sighting.until(), moments),
        switch (then.timeline().form(sighting.person(), message)) {
          case MessageForm.AsSent _ -> SeenMessages.Version.AS_SENT;
          case MessageForm.AsEdited _ -> SeenMessages.Version.AS_EDITED;
          case MessageForm.Tombstone _ -> SeenMessages.Version.DELETED;
          case MessageForm.WithoutText _, MessageForm.Hidden _ -> null;
        },
        read == null ? List.of(Grade.COULD_SEE) : List.of(Grade.COULD_SEE, Grade.READ),
        read);
  }

  private @Nullable Moment moment(ConversationAt then, long position, Map<Long, Moment> known) {
    if (position == PositionRange.OPEN) {
      return null;
    }
    Moment moment = known.get(position);
    if (moment == null) {
      LoggedEvent event = conversations.at(then, position);
      moment = event == null ? null : Moment.of(event);
      if (moment != null) {
        known.put(position, moment);
      }
    }
    return moment;
  }

  /// The first moment by then at which this person's client said that they had read the message.
  private @Nullable Moment read(
      ConversationAt then, @Nullable Instant at, long message, PersonId person) {
    Iterator<LoggedEvent> markers = log.iterate(then.id().value() + "~" + person.value(), 0);
    while (markers.hasNext()) {
      LoggedEvent marker = markers.next();
      if (marker.event() instanceof Read read && read.upTo() >= message) {
        boolean isByThen = at == null ? marker.index() <= then.index() : !read.at().isAfter(at);
        return isByThen ? Moment.of(marker) : null;
      }
    }
    return null;
  }

  /// @param index the index up to which the log was read for this answer
  /// @param cursor for the rest; absent if the log was read to its end
  record PersonConversations(
      PersonId personId, long index, List<MembershipChange> changes, @Nullable String cursor) {}

  @Operation(
      summary = "When a person became a member of which conversation, and when they left it",
      description =
          "In the order of the log. A page may have few changes or none: it ends after 200,000 events of the log were read. Go on while there is a `cursor`.")
  @GetMapping("/api/audit/people/{id}/conversations")
  PersonConversations conversationsOf(
      Staff staff,
      @PathVariable String id,
      @Parameter(name = "case", description = "The case in which this is read")
          @RequestParam("case")
          String caseId,
      @Parameter(description = "From the page before") @RequestParam(required = false)
          @Nullable String cursor) {
    PersonId person = new PersonId(id);
    CursorScope scope = CursorScope.of(staff.person(), "audit conversations", caseId, id);
    Place place = place(scope, cursor);
    return looks.look(
        staff,
        caseId,
        query("conversations", id, "after", place),
        found -> {
          if (!found.opened().scope().covers(person)) {
            return new Answer<>(false, 0, 0, new PersonConversations(person, 0, List.of(), null));
          }
          LoggedMemberships.Page page =
              memberships.after(person, place == null ? 0 : place.index());
          return new Answer<>(
              true,
              page.index(),
              page.changes().size(),
              new PersonConversations(
                  person,
                  page.index(),
                  page.changes(),
                  page.ended()
                      ? null
                      : cursors.seal(scope, new Place(page.index(), 0).toString())));
        });
  }

  /// The moment of the request. Later pages use the moment of the first page.
  private ConversationAt then(
      Cases.Case found,
      ConversationId id,
      @Nullable Place place,
      @Nullable Long index,
      @Nullable Instant at) {
    ConversationAt then =
        place == null
            ? conversations.read(id, index, at)
            : conversations.read(id, place.index(), null);
    return then.with(held.holdsIn(found.opened().caseId()));
  }

  private static <T> Answer<T> answer(Cases.Case found, ConversationAt then, int rows, T body) {
    return new Answer<>(covers(found, then), then.index(), rows, body);
  }

  /// A conversation that does not exist is covered by no case.
  private static boolean covers(Cases.Case found, ConversationAt then) {
    return then.head() != null
        && found.opened().scope().covers(then.id(), then.timeline().people());
  }

  private static int limit(@Nullable Integer limit) {
    if (limit != null && (limit < 1 || limit > MOST)) {
      throw Rejected.field("limit", "1 to " + MOST, "another number");
    }
    return limit == null ? USUAL : limit;
  }

  private static void requireOneMoment(@Nullable Instant at, @Nullable Long index) {
    if (at != null && index != null) {
      throw Rejected.field("index", "either at or index", "both");
    }
  }

  /// The end of a page: the moment of the first page, and the last position that was reached.
  private record Place(long index, long position) {
    @Override
    public String toString() {
      return index + " " + position;
    }
  }

  private @Nullable Place place(CursorScope scope, @Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    String[] parts = cursors.open(scope, cursor).split(" ", -1);
    if (parts.length != 2) {
      throw Rejected.at("cursor", Reason.INVALID_CURSOR);
    }
    return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  /// The query as it is recorded: ids, positions and times only.
  private static String query(String kind, String id, @Nullable Object... parts) {
    StringBuilder query = new StringBuilder(kind).append(' ').append(id);
    for (int at = 0; at < parts.length; at += 2) {
      if (parts[at + 1] != null) {
        query.append(' ').append(parts[at]).append('=').append(parts[at + 1]);
      }
    }
    return query.toString();
  }
}
