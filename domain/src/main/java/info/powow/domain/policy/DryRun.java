package info.powow.domain.policy;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Texts;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.AdmissionEvent;
import info.powow.domain.conversation.ConversationEvent.AuthorErased;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.GroupProfileEvent;
import info.powow.domain.conversation.ConversationEvent.MembershipEvent;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.PinChange;
import info.powow.domain.conversation.ConversationEvent.ReactionChange;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.policy.PolicyRules.Rule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts which messages other rules would have refused. Marginal: each message is judged by what was
/// really sent before it, including messages that the rules would have refused.
///
/// Days are those of UTC. Not thread-safe.
public final class DryRun {
  private static final int MOST_SAMPLES = 20;
  private static final int PRUNED_AT = 100_000;
  private static final long MINUTE_MILLIS = 60_000;

  private final PolicyRules rules;
  private final Map<Place, Long> lastSent = new HashMap<>();
  private final Map<PersonId, Deque<Long>> lately = new HashMap<>();
  private final Set<ConversationId> direct = new HashSet<>();
  private final Map<LocalDate, Map<Rule, Long>> days = new TreeMap<>();
  private final Map<Rule, Set<PersonId>> people = new EnumMap<>(Rule.class);
  private final Set<PersonId> anybody = new HashSet<>();
  private final Map<Rule, List<DryRunSample>> samples = new EnumMap<>(Rule.class);
  private long messages;
  private long refused;
  private long undecidable;
  private long newest;
  private int pruneAt = PRUNED_AT;

  private record Place(ConversationId conversation, PersonId person) {}

  /// @param index the event in the log
  public record DryRunSample(Rule rule, long index) {}

  /// @param refused by rule
  public record DryRunDay(LocalDate day, Map<Rule, Long> refused) {
    public DryRunDay {
      refused = Map.copyOf(refused);
    }
  }

  /// @param rule the rule
  /// @param refused what it would have refused
  /// @param people how many people that would have hit
  public record DryRunHits(Rule rule, long refused, long people) {}

  /// @param messages sent and edited messages that were judged
  /// @param refused those that at least one rule would have refused
  /// @param undecidable those for which a rule needs a text that was erased
  /// @param people how many people at least one rule would have hit
  /// @param rules what each rule would have refused
  /// @param days without days on which nothing would have been refused
  /// @param samples the first events that each rule would have refused
  public record DryRunResult(
      long messages,
      long refused,
      long undecidable,
      long people,
      List<DryRunHits> rules,
      List<DryRunDay> days,
      List<DryRunSample> samples) {
    public DryRunResult {
      rules = List.copyOf(rules);
      days = List.copyOf(days);
      samples = List.copyOf(samples);
    }
  }

  public DryRun(PolicyRules rules) {
    this.rules = rules;
    for (Rule rule : rules.set()) {
      people.put(rule, new HashSet<>());
      samples.put(rule, new ArrayList<>());
    }
  }

  /// Whether a rule needs the texts of messages.
  public static boolean needsTexts(PolicyRules rules) {
    return rules.maxTextBytes() != null;
  }

  /// Adds the next event, in the order of the log.
  ///
  /// @param judged whether it is counted, or only part of what was before
  /// @param erased whether its text was erased
  public void add(long index, ConversationEvent event, boolean judged, boolean erased) {
    switch (event) {
      case DirectOpened opened -> direct.add(opened.conversationId());
      case MessageSent sent -> {
        List<Rule> hits = new ArrayList<>();
        if (isTooSoon(sent)) {
          hits.add(Rule.SLOW_MODE);
        }
        if (isTooOften(sent)) {
          hits.add(Rule.MESSAGES_PER_MINUTE);
        }
        judge(index, sent.sender(), sent.at(), sent.text(), hits, judged, erased);
        prune(sent.at().toEpochMilli());
      }
      case MessageEdited edited ->
          judge(index, edited.by(), edited.at(), edited.text(), new ArrayList<>(), judged, erased);
      case GroupCreated _,
          MembershipEvent _,
          AdmissionEvent _,
          AuthorErased _,
          RequestAccepted _,
          GroupProfileEvent _,
          MessageDeleted _,
          ReactionChange _,
          PinChange _ -> {}
    }
  }

  private boolean isTooSoon(MessageSent sent) {
    Integer seconds = rules.slowModeSeconds();
    if (seconds == null || direct.contains(sent.conversationId())) {
      return false;
    }
    long now = sent.at().toEpochMilli();
    @Nullable Long before = lastSent.put(new Place(sent.conversationId(), sent.sender()), now);
    return before != null && now - before < 1_000L * seconds;
  }

  private boolean isTooOften(MessageSent sent) {
    Integer most = rules.messagesPerMinute();
    if (most == null) {
      return false;
    }
    long now = sent.at().toEpochMilli();
    Deque<Long> times = lately.computeIfAbsent(sent.sender(), _ -> new ArrayDeque<>());
    while (!times.isEmpty() && now - times.peekFirst() >= MINUTE_MILLIS) {
      times.removeFirst();
    }
    boolean hit = times.size() >= most;
    times.addLast(now);
    // More would not change any decision.
    if (times.size() > most) {
      times.removeFirst();
    }
    return hit;
  }

  private void judge(
      long index,
      PersonId person,
      Instant at,
      @Nullable String text,
      List<Rule> hits,
      boolean judged,
      boolean erased) {
    if (!judged) {
      return;
    }
    messages++;
    Integer most = rules.maxTextBytes();
    if (most != null && erased) {
      undecidable++;
    } else if (most != null && text != null && Texts.utf8Length(text) > most) {
      hits.add(Rule.TEXT_LENGTH);
    }
    if (hits.isEmpty()) {
      return;
    }
    refused++;
    anybody.add(person);
    Map<Rule, Long> day =
        days.computeIfAbsent(
            at.atZone(ZoneOffset.UTC).toLocalDate(), _ -> new EnumMap<>(Rule.class));
    for (Rule rule : hits) {
      day.merge(rule, 1L, Long::sum);
      people.computeIfAbsent(rule, _ -> new HashSet<>()).add(person);
      List<DryRunSample> some = samples.computeIfAbsent(rule, _ -> new ArrayList<>());
      if (some.size() < MOST_SAMPLES) {
        some.add(new DryRunSample(rule, index));
      }
    }
  }

  /// Forgets what is too old to decide anything.
  private void prune(long now) {
    newest = Math.max(newest, now);
    if (lastSent.size() + lately.size() < pruneAt) {
      return;
    }
    long seconds = rules.slowModeSeconds() == null ? 0 : rules.slowModeSeconds();
    lastSent.values().removeIf(at -> newest - at >= 1_000L * seconds);
    lately
        .values()
        .removeIf(times -> times.isEmpty() || newest - times.peekLast() >= MINUTE_MILLIS);
    pruneAt = Math.max(PRUNED_AT, 2 * (lastSent.size() + lately.size()));
  }

  public DryRunResult result() {
    List<DryRunHits> hits = new ArrayList<>();
    List<DryRunSample> shown = new ArrayList<>();
    for (Rule rule : rules.set()) {
      long count = days.values().stream().mapToLong(day -> day.getOrDefault(rule, 0L)).sum();
      hits.add(new DryRunHits(rule, count, people.getOrDefault(rule, Set.of()).size()));
      shown.addAll(samples.getOrDefault(rule, List.of()));
    }
    List<DryRunDay> counted =
        days.entrySet().stream().map(day -> new DryRunDay(day.getKey(), day.getValue())).toList();
    return new DryRunResult(messages, refused, undecidable, anybody.size(), hits, counted, shown);
  }
}
