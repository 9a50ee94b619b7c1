package info.powow.projection.check;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.Entry;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.conversation.HistoryPage;
import info.powow.projection.conversation.ReadView;
import info.powow.projector.Projection;
import info.powow.projector.SkippedEvents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One stream, applied from its beginning to a sink, and the documents that follow from it alone.
/// Documents that many streams write together, such as those of pictures, are not among them.
final class RebuiltStream {
  private static final int CHUNK = 256;

  private final String stream;
  private final EventSource log;
  private final Projection.Sink sink;
  private final SkippedEvents skipped;
  private final Set<String> members = new LinkedHashSet<>();

  /// The sequence of the last event that was applied, by stream.
  private final Map<String, Long> applied = new LinkedHashMap<>();

  private boolean isConversation;
  private long events;

  private RebuiltStream(
      String stream, EventSource log, Projection.Sink sink, SkippedEvents skipped) {
    this.skipped = skipped;
    this.stream = stream;
    this.log = log;
    this.sink = sink;
  }

  static RebuiltStream of(
      String stream, EventSource log, Projection.Sink sink, SkippedEvents skipped) {
    RebuiltStream rebuilt = new RebuiltStream(stream, log, sink, skipped);
    rebuilt.apply(stream);
    if (rebuilt.isConversation) {
      rebuilt.members.forEach(person -> rebuilt.apply(ReadView.idOf(stream, person)));
    }
    sink.flush();
    return rebuilt;
  }

  private void apply(String from) {
    long next = 0;
    List<LoggedEvent> chunk;
    do {
      chunk = log.read(from, next, CHUNK);
      List<LoggedEvent> applicable =
          chunk.stream().filter(each -> !skipped.contains(from, each.sequence())).toList();
      sink.load(applicable);
      for (LoggedEvent logged : applicable) {
        sink.apply(logged);
        note(logged.event());
      }
      sink.flush();
      next += chunk.size();
    } while (chunk.size() == CHUNK);
    events += next;
    applied.put(from, next - 1);
  }

  private void note(Object event) {
    if (event instanceof ConversationEvent) {
      isConversation = true;
    }
    switch (event) {
      case DirectOpened opened -> opened.members().forEach(this::joined);
      case GroupCreated created -> created.members().forEach(this::joined);
      case Entry entry -> joined(entry.personId());
      default -> {
        // Nobody joins.
      }
    }
  }

  private void joined(PersonId person) {
    members.add(person.value());
  }

  long events() {
    return events;
  }

  /// Whether more has happened since.
  boolean hasMoved() {
    return applied.entrySet().stream()
        .anyMatch(each -> log.lastSequence(each.getKey()).orElse(-1) > each.getValue());
  }

  /// The ids of the documents that follow from this stream alone, by collection.
  Map<String, List<String>> documents() {
    if (!isConversation) {
      List<String> own = List.of(stream);
      return Map.of("people", own, "gatherings", own, "services", own);
    }
    List<String> pages = new ArrayList<>();
    long last = applied.getOrDefault(stream, -1L);
    for (long page = 0; last >= 0 && page <= HistoryPage.numberOf(last); page++) {
      pages.add(HistoryPage.idOf(stream, page));
    }
    return Map.of(
        "conversations",
        List.of(stream),
        "members",
        List.of(stream),
        "bans",
        List.of(stream),
        "history",
        pages,
        "reads",
        members.stream().map(person -> ReadView.idOf(stream, person)).toList());
  }

  /// Who is or was a member: each inbox has a field of the conversation.
  Set<String> members() {
    return Set.copyOf(members);
  }
}
