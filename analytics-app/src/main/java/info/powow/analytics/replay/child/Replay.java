package info.powow.analytics.replay.child;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.policy.DryRun;
import info.powow.domain.refusal.CommandRefused;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.seal.PersonalFields;
import info.powow.eventlog.seal.PublicParts;
import info.powow.eventlog.seal.Sealing;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One replay over a log. Not thread-safe.
final class Replay {
  /// The most entries that a call reads, so that its caller never waits long for an answer.
  private static final int MOST_ENTRIES = 100_000;

  private static final int MOST_CONVERSATIONS = 1_000;
  private static final String REFUSED = "CommandRefused";

  private final ChildLog log;
  private final EventJson json;
  private final ReplayableTypes types;
  private final Sealing sealing;
  private final PublicParts publicParts;
  private final ReplayCall.Open asked;
  private final long last;
  private final @Nullable Set<String> inScope;
  private final Selection selection;
  private final EventLines lines;
  private final EventReader events;
  private final ReplayCall.Opened opened;

  Replay(ChildLog log, EventJson json, ParentKeys keys, ReplayCall.Open asked, boolean isolated) {
    this.log = log;
    this.json = json;
    this.types = new ReplayableTypes(json.types());
    PersonalFields fields = PersonalFields.of(json.types());
    this.sealing = new Sealing(fields, keys);
    this.publicParts = new PublicParts(fields);
    this.asked = asked;
    this.last = Math.min(asked.last(), log.head());
    ReplayCall.Scope scope = asked.scope();
    this.inScope =
        scope == null
            ? null
            : Selection.inScope(types, scope, reader -> log.each(0, log.head(), reader));
    this.selection = new Selection(types, asked, inScope);
    ReplayCall.PseudonymKeys keysOfPseudonyms = asked.pseudonyms();
    Pseudonyms pseudonyms = keysOfPseudonyms == null ? null : new Pseudonyms(keysOfPseudonyms);
    Sealing revealing = asked.reveal() ? sealing : null;
    this.lines = new EventLines(types, revealing, pseudonyms);
    this.events = new EventReader(log, json, types, publicParts, revealing, pseudonyms);
    this.opened = count(isolated);
  }

  private ReplayCall.Opened count(boolean isolated) {
    long[] counted = new long[4];
    log.each(
        asked.first() - 1,
        last,
        logged -> {
          if (selection.has(logged.entry())) {
            counted[0]++;
            counted[1] = counted[1] == 0 ? logged.index() : counted[1];
            counted[2] = logged.index();
          } else if (!types.isKnown(logged.entry().type())) {
            counted[3]++;
          }
        });
    boolean covered =
        inScope == null
            || asked.conversations().stream().allMatch(each -> inScope.contains(each.value()));
    return new ReplayCall.Opened(counted[0], counted[1], counted[2], counted[3], covered, isolated);
  }

  ReplayCall.Opened opened() {
    return opened;
  }

  /// What somebody was answered at an index.
  ///
  /// @throws Rejected `conversation_not_found`, also for one outside of the case
  Object state(ReplayCall.State call) {
    long index = Math.min(call.index(), last);
    PersonId person = call.person();
    ConversationId conversation = call.conversation();
    if (conversation == null) {
      return inbox(Objects.requireNonNull(person), index, call.limit());
    }
    ConversationAsOf found =
        inScope == null || inScope.contains(conversation.value())
            ? ConversationAsOf.read(conversation, index, events)
            : null;
    if (found == null) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    Long before = call.before();
    return person == null
        ? found.conversation()
        : found.messages(person, before == null ? Long.MAX_VALUE : before, call.limit());
  }

  private ReplayState.ReplayInbox inbox(PersonId person, long index, int limit) {
    String id = events.idOf(person.value());
    Set<String> theirs =
        id == null
            ? Set.of()
            : Selection.inScope(
                types,
                new ReplayCall.Scope(List.of(), List.of(new PersonId(id))),
                reader -> log.each(0, index, reader));
    List<ReplayState.ReplayInboxEntry> entries = new ArrayList<>();
    theirs.stream()
        .sorted()
        .filter(each -> inScope == null || inScope.contains(each))
        .limit(MOST_CONVERSATIONS)
        .forEach(each -> {
          ConversationId shown = new ConversationId(events.shown(each));
          ConversationAsOf found = ConversationAsOf.read(shown, index, events);
          ReplayState.ReplayInboxEntry entry = found == null ? null : found.inboxEntry(person);
          if (entry != null) {
            entries.add(entry);
          }
        });
    entries.sort(
        Comparator.comparing(ReplayState.ReplayInboxEntry::activityAt)
            .reversed()
            .thenComparing(entry -> entry.conversationId().value()));
    return new ReplayState.ReplayInbox(
        person,
        index,
        List.copyOf(entries.subList(0, Math.min(limit, entries.size()))),
        entries.size() > limit || theirs.size() > MOST_CONVERSATIONS);
  }

  /// Adds the next lines.
  ReplayCall.ReadUpTo read(ReplayCall.Read call, ByteArrayOutputStream out) {
    List<Integer> ends = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    long reached = Math.max(call.after(), asked.first() - 1);
    int scanned = 0;
    while (reached < last && out.size() < call.maxBytes() && scanned < MOST_ENTRIES) {
      Logged logged = log.next(reached);
      reached = logged.index();
      scanned++;
      if (selection.has(logged.entry())) {
        lines.write(logged, out);
        if (call.timed()) {
          ends.add(out.size());
          times.add(logged.entry().at().toEpochMilli());
        }
      }
    }
    boolean ended = reached >= last;
    if (ended) {
      out.writeBytes(EventLines.end(opened.events(), opened.unknown()));
    }
    return new ReplayCall.ReadUpTo(reached, ended, ends, times);
  }

  /// Judges the messages of the replay. What was sent before it counts as sent before.
  DryRun.DryRunResult dryRun(ReplayCall.DryRun asked) {
    DryRun run = new DryRun(asked.rules(), asked.cascading());
    boolean texts = DryRun.needsTexts(asked.rules());
    log.each(
        0,
        last,
        logged -> {
          Entry entry = logged.entry();
          boolean inRange = logged.index() >= this.asked.first();
          if (entry.type().equals(REFUSED)) {
            if (inRange
                && json.decode(entry.type(), publicParts.open(entry).payload())
                    instanceof CommandRefused refused
                && isCovered(refused.conversationId())) {
              run.add(refused);
            }
            return;
          }
          if (!isJudged(entry, asked.cascading())) {
            return;
          }
          boolean judged = inRange && selection.has(entry);
          boolean hasText =
              entry.type().equals("MessageSent") || entry.type().equals("MessageEdited");
          Entry open = texts && judged && hasText ? sealing.open(entry) : publicParts.open(entry);
          if (json.decode(open.type(), open.payload()) instanceof ConversationEvent event) {
            run.add(
                logged.index(),
                entry.sequence(),
                event,
                judged,
                EventReader.isErased(open.payload()));
          }
        });
    return run.result();
  }

  /// In a case, only what happened in its conversations.
  private boolean isCovered(@Nullable ConversationId conversation) {
    return (inScope == null || (conversation != null && inScope.contains(conversation.value())))
        && (asked.conversations().isEmpty() || asked.conversations().contains(conversation));
  }

  private static boolean isJudged(Entry entry, boolean cascading) {
    return switch (entry.type()) {
      case "DirectOpened", "MessageSent", "MessageEdited" -> true;
      case "MessageDeleted",
          "ReactionAdded",
          "ReactionRemoved",
          "MessagePinned",
          "MessageUnpinned" ->
          cascading;
      default -> false;
    };
  }
}
