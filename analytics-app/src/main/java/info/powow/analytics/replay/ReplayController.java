package info.powow.analytics.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.analytics.replay.Replays.Running;
import info.powow.analytics.replay.child.Frame;
import info.powow.analytics.replay.child.ReplayCall;
import info.powow.analytics.replay.child.ReplayState;
import info.powow.analytics.replay.child.ReplayableTypes;
import info.powow.domain.CaseId;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.audit.CaseScope;
import info.powow.domain.policy.DryRun;
import info.powow.domain.policy.PolicyRules;
import info.powow.domain.staff.StaffScope;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.json.WireEvent;
import info.powow.identity.Staff;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import tools.jackson.databind.json.JsonMapper;

/// Begins, reads and ends replays. Every read is recorded first.
@RestController
@Tag(name = "Replays")
class ReplayController {
  private static final String NDJSON = "application/x-ndjson";
  private static final int MOST_IN_FILTER = 100;
  private static final int USUAL_ROWS = 50;
  private static final int MOST_ROWS = 200;
  private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(1);
  private static final Duration TIME_TO_JUDGE = Duration.ofMinutes(5);

  private final Replays replays;
  private final ReplayTrail trail;
  private final ReplayAccess access;
  private final EventLog log;
  private final ReplayPseudonyms pseudonyms;
  private final JsonMapper json;
  private final Clock clock;
  private final Map<String, String> typesByWireName;

  ReplayController(
      Replays replays,
      ReplayTrail trail,
      ReplayAccess access,
      EventLog log,
      ReplayPseudonyms pseudonyms,
      EventTypes types,
      JsonMapper json,
      Clock clock) {
    this.replays = replays;
    this.trail = trail;
    this.access = access;
    this.log = log;
    this.pseudonyms = pseudonyms;
    this.json = json;
    this.clock = clock;
    this.typesByWireName =
        new ReplayableTypes(types)
            .names().stream()
                .collect(Collectors.toMap(WireEvent::typeOnTheWire, Function.identity()));
  }

  /// A moment in the log, by its index or its time.
  ///
  /// @param index the index of an event
  /// @param at a time
  record ReplayPoint(@Nullable Long index, @Nullable Instant at) {}

  /// @param conversations only events of these
  /// @param people only events that name one of these
  /// @param types only events of these types, as on the wire
  record ReplayFilter(
      @Nullable List<ConversationId> conversations,
      @Nullable List<PersonId> people,
      @Nullable List<String> types) {}

  /// @param from the first event; the beginning of the log if absent
  /// @param to the last event; the newest one if absent
  /// @param speed `1` for real time, `60`, or `max`
  /// @param caseId the case in which it is read; without one, and in a case about statistics, ids
  ///     are pseudonyms
  /// @param reveal whether texts and names are shown; needs a case and the scope `reveal`
  record ReplayToBegin(
      @Nullable ReplayPoint from,
      @Nullable ReplayPoint to,
      @Nullable ReplayFilter filter,
      @Nullable String speed,
      @Nullable CaseId caseId,
      @Nullable Boolean reveal) {}

  /// @param events the number of events
  /// @param first the index of the first one; absent if there is none
  /// @param last the index of the last one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ReplayBegun(String replayId, long events, @Nullable Long first, @Nullable Long last) {}

  /// @param from the first index that was asked for
  /// @param to the last one
  /// @param unknown the number of events of types that this version does not know; they are left
  ///     out
  /// @param isolated whether the operating system denies the replay sockets and other programs
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ReplayStatus(
      String replayId,
      long events,
      @Nullable Long first,
      @Nullable Long last,
      long from,
      long to,
      String speed,
      @Nullable CaseId caseId,
      boolean reveal,
      long unknown,
      boolean isolated,
      Instant startedAt) {}

  @Operation(
      summary = "Begin a replay of the log",
      description =
          "It reads a copy of the log as it is now, in a process that can have no effect, and ends when it is deleted or"
              + " unused for some time.")
  @PostMapping("/api/replays")
  @ResponseStatus(HttpStatus.CREATED)
  ReplayBegun beginReplay(Staff staff, @RequestBody ReplayToBegin body) {
    staff.require(StaffScope.REPLAY);
    Speed speed = Speed.of(body.speed());
    boolean reveal = Boolean.TRUE.equals(body.reveal());
    CaseId caseId = body.caseId();
    if (reveal) {
      staff.require(StaffScope.REVEAL);
      if (caseId == null) {
        throw Rejected.field("caseId", "a case, for whoever wants texts", "absent");
      }
    }
    long head = log.head();
    long first = index("from", body.from(), 1, false);
    long last = Math.min(head, index("to", body.to(), head, true));
    if (first > last + 1) {
      throw Rejected.field("from", "a moment that is not later than `to`", "a later one");
    }
    ReplayFilter filter =
        body.filter() == null ? new ReplayFilter(null, null, null) : body.filter();
    List<ConversationId> conversations = bounded("filter.conversations", filter.conversations());
    List<PersonId> people = bounded("filter.people", filter.people());
    List<String> types = types(bounded("filter.types", filter.types()));
    if (caseId == null && !(conversations.isEmpty() && people.isEmpty())) {
      // A filter by people or conversations follows somebody, which needs a case.
      throw Rejected.field("caseId", "a case, for whoever filters by people", "absent");
    }
    String query =
        "replay from "
            + first
            + " to "
            + last
            + named(" conversations", conversations)
            + named(" people", people)
            + named(" types", types)
            + (reveal ? " reveal" : "");
    ReplayCall.Scope scope = null;
    ReplayCall.PseudonymKeys keys = caseId == null ? pseudonyms.underStandingPurpose() : null;
    if (caseId != null) {
      CaseScope covered = trail.require(staff, caseId, query).opened().scope();
      if (covered.statistics()) {
        if (reveal || !(conversations.isEmpty() && people.isEmpty())) {
          throw Rejected.field(
              "caseId", "a case about conversations or people", "one about statistics");
        }
        keys = pseudonyms.in(caseId);
      } else {
        scope = new ReplayCall.Scope(covered.conversations(), covered.people());
      }
    }
    Running begun =
        replays.begin(
            staff.person(),
            caseId,
            new ReplayCall.Open(first, last, conversations, people, types, scope, keys, reveal),
            speed,
            clock.instant());
    boolean recorded = false;
    try {
      ReplayBegun answer =
          new ReplayBegun(
              begun.id,
              begun.opened.events(),
              orNull(begun.opened.first()),
              orNull(begun.opened.last()));
      trail.record(
          staff,
          caseId,
          query,
          last,
          begun.opened.events(),
          begun.opened.covered(),
          json.writeValueAsBytes(answer));
      recorded = true;
      replays.publish(begun);
      return answer;
    } finally {
      if (!recorded) {
        replays.discard(begun);
      }
    }
  }

  private long index(String field, @Nullable ReplayPoint point, long otherwise, boolean end) {
    if (point == null) {
      return otherwise;
    }
    if ((point.index() == null) == (point.at() == null)) {
      throw Rejected.field(field, "either index or at", point.index() == null ? "none" : "both");
    }
    if (point.index() != null) {
      return Math.max(1, point.index());
    }
    Instant at = Objects.requireNonNull(point.at());
    // Events at that very time are included, at either end.
    return end ? log.indexBefore(at.plusMillis(1)) : log.indexBefore(at) + 1;
  }

  private static <T> List<T> bounded(String field, @Nullable List<T> values) {
    if (values == null) {
      return List.of();
    }
    if (values.size() > MOST_IN_FILTER) {
      throw Rejected.field(field, "at most " + MOST_IN_FILTER, "more");
    }
    return values;
  }

  private List<String> types(List<String> onTheWire) {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < onTheWire.size(); i++) {
      String type = typesByWireName.get(onTheWire.get(i));
      if (type == null) {
        throw Rejected.field(
            "filter.types[" + i + "]", "the type of an event that is replayed", "another one");
      }
      types.add(type);
    }
    return types;
  }

  private static String named(String name, List<?> values) {
    return values.isEmpty()
        ? ""
        : name + values.stream().map(Object::toString).collect(Collectors.joining(",", " ", ""));
  }

  private static @Nullable Long orNull(long index) {
    return index == 0 ? null : index;
  }

  @Operation(summary = "One of my replays")
  @GetMapping("/api/replays/{id}")
  ReplayStatus replay(Staff staff, @PathVariable String id) {
    Running found = access.find(staff, id);
    return new ReplayStatus(
        found.id,
        found.opened.events(),
        orNull(found.opened.first()),
        orNull(found.opened.last()),
        found.asked.first(),
        found.asked.last(),
        found.speed.code(),
        found.caseId,
        found.asked.reveal(),
        found.opened.unknown(),
        found.opened.isolated(),
        found.startedAt);
  }

  @Operation(
      summary = "End a replay",
      description = "Its process and its copy of the log go with it.")
  @DeleteMapping("/api/replays/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void endReplay(Staff staff, @PathVariable String id) {
    staff.require(StaffScope.REPLAY);
    replays.end(replays.find(id, staff.person()));
  }

  @Operation(
      summary = "The events of a replay, one JSON object a line",
      description =
          """
          In the order of the log. The last line is `{"type":"replayed"}`; a stream that ends without it has been cut, and \
          goes on with the index of its last line as `after`. The server reads the log only as fast as the client reads \
          the answer. With a speed other than `max`, an empty line comes every ten seconds while nothing happens.\
          """)
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = NDJSON, schema = @Schema(type = "string")))
  @GetMapping(path = "/api/replays/{id}/events")
  ResponseEntity<ResponseBodyEmitter> replayEvents(
      Staff staff,
      @PathVariable String id,
      @Parameter(description = "Only events after this index") @RequestParam(required = false)
          @Nullable Long after,
      @Parameter(description = "1, 60 or max; that of the replay if absent")
          @RequestParam(required = false)
          @Nullable String speed) {
    Running found = access.find(staff, id);
    Speed pace = speed == null ? found.speed : Speed.of(speed);
    if (!found.readers.tryAcquire()) {
      throw new Rejected(Reason.TOO_MANY_CONNECTIONS);
    }
    ResponseBodyEmitter emitter = new ResponseBodyEmitter(0L);
    ReplayStream stream = new ReplayStream(found, clock, staff.expiresAt(), Thread::sleep);
    Thread.ofVirtual()
        .name("powow-replay-reader")
        .start(() -> {
          try {
            stream.write(
                after == null ? 0 : Math.max(0, after),
                pace,
                bytes -> emitter.send(bytes, MediaType.APPLICATION_OCTET_STREAM));
            emitter.complete();
          } catch (IOException | IllegalStateException | Rejected e) {
            // The reader or the replay is gone. The answer ends without its last line.
            emitter.complete();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            emitter.complete();
          } finally {
            found.readers.release();
          }
        });
    return ResponseEntity.ok().header("Content-Type", NDJSON).body(emitter);
  }

  @Operation(
      summary = "A conversation as it was",
      description =
          "At an index or a time within the replay; at its end without either. In a case only.")
  @GetMapping("/api/replays/{id}/conversations/{conversation}")
  ReplayState.ReplayConversation replayConversation(
      Staff staff,
      @PathVariable String id,
      @PathVariable String conversation,
      @Parameter(description = "No event after this index") @RequestParam(required = false)
          @Nullable Long index,
      @Parameter(description = "No event after this time") @RequestParam(required = false)
          @Nullable Instant at) {
    ConversationId asked = new ConversationId(conversation);
    return state(
        staff,
        id,
        "conversation " + asked,
        found -> new ReplayCall.State(moment(found, index, at), null, asked, null, 1),
        ReplayState.ReplayConversation.class,
        _ -> 1);
  }

  @Operation(
      summary = "The messages of a conversation as one person saw them",
      description =
          "Oldest first. The newest ones at an index or a time, or those before a position. In a case only.")
  @GetMapping("/api/replays/{id}/conversations/{conversation}/messages")
  ReplayState.ReplayMessages replayMessages(
      Staff staff,
      @PathVariable String id,
      @PathVariable String conversation,
      @Parameter(description = "Whose screen") @RequestParam String person,
      @Parameter(description = "No event after this index") @RequestParam(required = false)
          @Nullable Long index,
      @Parameter(description = "No event after this time") @RequestParam(required = false)
          @Nullable Instant at,
      @Parameter(description = "Only messages before this position") @RequestParam(required = false)
          @Nullable Long before,
      @Parameter(description = "1 to 200") @RequestParam(required = false)
          @Nullable Integer limit) {
    ConversationId asked = new ConversationId(conversation);
    PersonId whose = Rejected.at("person", () -> new PersonId(person));
    int most = limit(limit);
    return state(
        staff,
        id,
        "messages of " + asked + " seen by " + whose,
        found -> new ReplayCall.State(moment(found, index, at), whose, asked, before, most),
        ReplayState.ReplayMessages.class,
        answer -> answer.messages().size());
  }

  @Operation(
      summary = "The inbox of a person as it was",
      description =
          "Newest activity first, without requests, and only conversations that the case covers. At an index or a time.")
  @GetMapping("/api/replays/{id}/inbox")
  ReplayState.ReplayInbox replayInbox(
      Staff staff,
      @PathVariable String id,
      @Parameter(description = "Whose inbox") @RequestParam String person,
      @Parameter(description = "No event after this index") @RequestParam(required = false)
          @Nullable Long index,
      @Parameter(description = "No event after this time") @RequestParam(required = false)
          @Nullable Instant at,
      @Parameter(description = "1 to 200") @RequestParam(required = false)
          @Nullable Integer limit) {
    PersonId whose = Rejected.at("person", () -> new PersonId(person));
    int most = limit(limit);
    return state(
        staff,
        id,
        "inbox of " + whose,
        found -> new ReplayCall.State(moment(found, index, at), whose, null, null, most),
        ReplayState.ReplayInbox.class,
        answer -> answer.conversations().size());
  }

  private <T> T state(
      Staff staff,
      String id,
      String query,
      Function<Running, ReplayCall.State> question,
      Class<T> answer,
      ToLongFunction<T> rows) {
    Running found = access.find(staff, id);
    if (found.caseId == null) {
      // A replay without a case follows nobody.
      throw Rejected.field("id", "a replay within a case", "one without");
    }
    ReplayCall.State asked = question.apply(found);
    T state =
        found.child.call(
            Frame.Kind.STATE, asked, answer, found.asked.reveal(), _ -> {}, TIME_TO_ANSWER);
    trail.record(
        staff,
        found.caseId,
        "replay: " + query + " at " + asked.index(),
        asked.index(),
        rows.applyAsLong(state),
        true,
        json.writeValueAsBytes(state));
    return state;
  }

  /// The requested index, but not after the end of the replay.
  private long moment(Running replay, @Nullable Long index, @Nullable Instant at) {
    if (index != null && at != null) {
      throw Rejected.field("at", "either index or at", "both");
    }
    long end = replay.asked.last();
    if (at != null) {
      return Math.min(end, log.indexBefore(at.plusMillis(1)));
    }
    return index == null ? end : Math.min(end, Math.max(0, index));
  }

  private static int limit(@Nullable Integer limit) {
    if (limit == null) {
      return USUAL_ROWS;
    }
    if (limit < 1 || limit > MOST_ROWS) {
      throw Rejected.field("limit", "a number from 1 to " + MOST_ROWS, "another number");
    }
    return limit;
  }

  /// @param rules the rules to try
  /// @param cascading whether messages that would have been refused count as not sent; false if
  ///     absent
  record PolicyToTry(PolicyRules rules, @Nullable Boolean cascading) {}

  @Operation(
      summary = "What other limits would have refused",
      description =
          """
          Judges each message of the replay by what was really sent before it (marginal), and answers with counts: by \
          rule, by day in UTC, people hit, and the indexes of the first events that each rule would have refused. A \
          text that was erased cannot be judged, and is counted as undecidable. With `cascading`, what would have been \
          refused counts as not sent, and what builds on it is left out. `refusedThen` is what was refused at the time.\
          """)
  @PostMapping("/api/replays/{id}/dry-runs")
  DryRun.DryRunResult tryPolicy(
      Staff staff, @PathVariable String id, @RequestBody PolicyToTry body) {
    Running found = access.find(staff, id);
    boolean cascading = Boolean.TRUE.equals(body.cascading());
    DryRun.DryRunResult result =
        found.child.call(
            Frame.Kind.DRY_RUN,
            new ReplayCall.DryRun(body.rules(), cascading),
            DryRun.DryRunResult.class,
            // Only the child sees texts, and measures them. The answer contains none.
            DryRun.needsTexts(body.rules()),
            _ -> {},
            TIME_TO_JUDGE);
    trail.record(
        staff,
        found.caseId,
        (cascading ? "cascading " : "")
            + "dry run of "
            + rules(body.rules())
            + " from "
            + found.asked.first()
            + " to "
            + found.asked.last(),
        found.asked.last(),
        result.messages(),
        true,
        json.writeValueAsBytes(result));
    return result;
  }

  private static String rules(PolicyRules rules) {
    return "slow mode "
        + rules.slowModeSeconds()
        + " s, messages per minute "
        + rules.messagesPerMinute()
        + ", text of "
        + rules.maxTextBytes()
        + " bytes";
  }
}
