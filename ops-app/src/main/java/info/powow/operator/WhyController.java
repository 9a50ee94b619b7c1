package info.powow.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ReadEvent.Read;
import info.powow.domain.conversation.Timeline;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.identity.Staff;
import info.powow.ops.DeliveryFacts.Fact;
import info.powow.ops.TraceId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Tells an operator why somebody got a message or did not. The answer comes from facts in the log
/// and on all nodes; it contains no text, and nothing about other people. Each question is recorded
/// first.
@RestController
@Tag(name = "Operators")
final class WhyController {
  /// Each question reads a conversation from its beginning.
  private static final int AT_ONCE = 2;

  private final EventSource log;
  private final LocalOperations local;
  private final PeerNodes peers;
  private final OperatorActions actions;
  private final Semaphore permits = new Semaphore(AT_ONCE);

  WhyController(EventSource log, LocalOperations local, PeerNodes peers, OperatorActions actions) {
    this.log = log;
    this.local = local;
    this.peers = peers;
    this.actions = actions;
  }

  /// @param personId the person who is said to have got nothing
  /// @param reason why it is asked, 5 to 500 characters; recorded
  record WhyQuestion(
      String personId, String conversationId, long position, @Nullable String reason) {}

  /// One fact.
  ///
  /// @param node the node that knows it
  /// @param fact `sent`, `author`, `member`, `not_a_member`, `read`, `notification`, `delivery` or
  ///     `connected`
  /// @param value such as `nothing: muted` for a notification; absent if the fact says everything
  /// @param at absent if the fact is about now
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record WhyFact(String node, String fact, @Nullable String value, @Nullable Instant at) {
    static WhyFact of(String node, Fact fact) {
      return new WhyFact(node, fact.fact(), fact.value(), fact.at());
    }
  }

  /// @param trace the trace id of the message
  /// @param verdict `never_existed`, `own`, `read`, `not_a_member`, `notified`, `held`, `under_way`,
  ///     `connected` or `offline`
  /// @param silent nodes that did not answer, whose facts are missing
  record WhyAnswer(String trace, String verdict, List<WhyFact> facts, List<String> silent) {}

  record FactsHere(List<Fact> facts) {}

  @Operation(summary = "Why somebody got a message, or did not")
  @PostMapping("/api/ops/why")
  WhyAnswer why(Staff me, @RequestBody WhyQuestion body) {
    PersonId person = new PersonId(body.personId());
    ConversationId conversation = new ConversationId(body.conversationId());
    long position = body.position();
    if (position < 0) {
      throw Rejected.field("position", "0 or more", "another number");
    }
    actions.record(
        me.person().value(), "why " + person + " " + conversation + " " + position, body.reason());
    if (!permits.tryAcquire()) {
      throw new Rejected(Reason.OVERLOADED);
    }
    try {
      return answer(person, conversation, position);
    } finally {
      permits.release();
    }
  }

  private WhyAnswer answer(PersonId person, ConversationId conversation, long position) {
    List<Fact> facts = new ArrayList<>();
    List<WhyFact> named = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    add(local.node(), logged(person, conversation, position), facts, named);
    if (!facts.isEmpty()) {
      add(local.node(), local.facts(person, conversation, position), facts, named);
      String path = "/why/" + person.value() + "/" + conversation.value() + "/" + position;
      for (PeerNodes.Told each : peers.send("GET", path)) {
        if (each.isOk()) {
          add(each.node(), each.as(FactsHere.class).facts(), facts, named);
        } else if (each.answer() == null) {
          silent.add(each.node());
        }
      }
    }
    return new WhyAnswer(
        TraceId.of(conversation.value(), position),
        NotificationDiagnosis.of(facts).name().toLowerCase(Locale.ROOT),
        named,
        silent);
  }

  private static void add(String node, List<Fact> found, List<Fact> facts, List<WhyFact> named) {
    facts.addAll(found);
    found.forEach(fact -> named.add(WhyFact.of(node, fact)));
  }

  /// What the log knows; nothing if there is no message at this position.
  private List<Fact> logged(PersonId person, ConversationId conversation, long position) {
    List<LoggedEvent> found = log.read(conversation.value(), position, 1);
    if (found.isEmpty() || !(found.getFirst().event() instanceof MessageSent sent)) {
      return List.of();
    }
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact(NotificationDiagnosis.SENT, null, sent.at()));
    if (sent.sender().equals(person)) {
      facts.add(new Fact(NotificationDiagnosis.AUTHOR, null, null));
    }
    facts.add(
        new Fact(
            sees(person, conversation, position)
                ? NotificationDiagnosis.MEMBER
                : NotificationDiagnosis.NOT_A_MEMBER,
            null,
            sent.at()));
    Read read = firstReadOf(person, conversation, position);
    if (read != null) {
      facts.add(new Fact(NotificationDiagnosis.READ, null, read.at()));
    }
    return facts;
  }

  private boolean sees(PersonId person, ConversationId conversation, long position) {
    Timeline timeline = new Timeline();
    Iterator<LoggedEvent> events = log.iterate(conversation.value(), 0);
    while (events.hasNext() && timeline.next() <= position) {
      if (!(events.next().event() instanceof ConversationEvent happened)) {
        return false;
      }
      timeline.add(happened);
    }
    return timeline.visibleTo(person).sees(position);
  }

  /// Read markers never go back, so a binary search finds the first one past the message.
  private @Nullable Read firstReadOf(PersonId person, ConversationId conversation, long position) {
    String stream = conversation.value() + '~' + person.value();
    OptionalLong last = log.lastSequence(stream);
    if (last.isEmpty()) {
      return null;
    }
    long low = 0;
    long high = last.getAsLong() + 1;
    Read first = null;
    while (low < high) {
      long middle = (low + high) >>> 1;
      List<LoggedEvent> found = log.read(stream, middle, 1);
      if (found.isEmpty() || !(found.getFirst().event() instanceof Read read)) {
        return first;
      }
      if (read.upTo() >= position) {
        first = read;
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return first;
  }
}
