package info.powow.domain.policy;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
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
import info.powow.domain.refusal.CommandRefused;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts which messages other rules would have refused.
///
/// *Marginal*: each message is judged by what was really sent before it, including messages that the
/// rules would have refused. *Cascading*: what the rules would have refused was not sent, so it makes
/// nobody wait, and what builds on it (answers, edits, reactions, pins) is left out.
///
/// Days are those of UTC. Not thread-safe.
public final class DryRun {
  private static final int MOST_SAMPLES = 20;
  private static final int MOST_REFUSED = 50;
  private static final int PRUNED_AT = 100_000;
  private static final long MINUTE_MILLIS = 60_000;

  private final PolicyRules rules;
  private final boolean cascading;
  private final Map<ConversationId, Set<Long>> missing = new HashMap<>();
  private final Map<Refusal, Long> refusals = new HashMap<>();
  private final Map<Refusal, Set<PersonId>> refusedPeople = new HashMap<>();
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
  private long leftOut;
  private long newest;
  private int pruneAt = PRUNED_AT;

  private record Place(ConversationId conversation, PersonId person) {}

  private record Refusal(String command, Reason code) {}

  /// What was refused at the time. How it would have ended under other rules is unknown: the log does
  /// not have what was refused.
  ///
  /// @param command see [CommandRefused]
  /// @param people how many people were refused
  public record DryRunRefused(String command, String code, long times, long people) {}

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
  /// @param leftOut if cascading, what builds on a message that would have been refused
  /// @param people how many people at least one rule would have hit
  /// @param rules what each rule would have refused
  /// @param days without days on which nothing would have been refused
  /// @param samples the first events that each rule would have refused
  /// @param refusedThen what was refused at the time, the most frequent first
  public record DryRunResult(
      long messages,
      long refused,
      long undecidable,
      long leftOut,
      long people,
      List<DryRunHits> rules,
      List<DryRunDay> days,
      List<DryRunSample> samples,
      List<DryRunRefused> refusedThen) {
    public DryRunResult {
      rules = List.copyOf(rules);
      days = List.copyOf(days);
      samples = List.copyOf(samples);
      refusedThen = List.copyOf(refusedThen);
    }
  }

  public DryRun(PolicyRules rules, boolean cascading) {
    this.rules = rules;
    this.cascading = cascading;
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
  /// @param position its place in the conversation
  /// @param judged whether it is counted, or only part of what was before
  /// @param erased whether its text was erased
  public void add(
      long index, long position, ConversationEvent event, boolean judged, boolean erased) {
    switch (event) {
      case DirectOpened opened -> direct.add(opened.conversationId());
      case MessageSent sent -> sent(index, position, sent, judged, erased);
      case MessageEdited edited -> {
        if (!isLeftOut(edited.conversationId(), edited.message(), judged)) {
          boolean _ =
              judge(
                  index,
                  edited.by(),
                  edited.at(),
                  edited.text(),
                  new ArrayList<>(),
                  judged,
                  erased);
        }
      }
      case MessageDeleted deleted -> {
        boolean _ = isLeftOut(deleted.conversationId(), deleted.message(), judged);
      }
      case ReactionChange reaction -> {
        boolean _ = isLeftOut(reaction.conversationId(), reaction.message(), judged);
      }
      case PinChange pin -> {
        boolean _ = isLeftOut(pin.conversationId(), pin.message(), judged);
      }
      case GroupCreated _,
          MembershipEvent _,
          AdmissionEvent _,
          AuthorErased _,
          RequestAccepted _,
          GroupProfileEvent _ -> {}
    }
  }

  /// Adds what was refused at the time.
  public void add(CommandRefused refused) {
    Refusal refusal = new Refusal(refused.command(), refused.code());
    refusals.merge(refusal, (long) refused.times(), Long::sum);
    refusedPeople.computeIfAbsent(refusal, _ -> new HashSet<>()).add(refused.personId());
  }

  private void sent(long index, long position, MessageSent sent, boolean judged, boolean erased) {
    Long answered = sent.replyTo();
    if (answered != null && isLeftOut(sent.conversationId(), answered, judged)) {
      missingIn(sent.conversationId()).add(position);
      return;
    }
    List<Rule> hits = new ArrayList<>();
    if (isTooSoon(sent)) {
      hits.add(Rule.SLOW_MODE);
    }
    if (isTooOften(sent)) {
      hits.add(Rule.MESSAGES_PER_MINUTE);
    }
    boolean refusedNow = judge(index, sent.sender(), sent.at(), sent.text(), hits, judged, erased);
    if (refusedNow && cascading) {
      missingIn(sent.conversationId()).add(position);
    } else {
      remember(sent);
    }
    prune(sent.at().toEpochMilli());
  }

  private Set<Long> missingIn(ConversationId conversation) {
    return missing.computeIfAbsent(conversation, _ -> new HashSet<>());
  }

  /// Whether something builds on a message that was not sent.
  private boolean isLeftOut(ConversationId conversation, long message, boolean judged) {
    boolean left = missing.getOrDefault(conversation, Set.of()).contains(message);
    if (left && judged) {
      leftOut++;
    }
    return left;
  }

  private boolean isTooSoon(MessageSent sent) {
    Integer seconds = rules.slowModeSeconds();
    if (seconds == null || direct.contains(sent.conversationId())) {
      return false;
    }
    @Nullable Long before = lastSent.get(new Place(sent.conversationId(), sent.sender()));
    return before != null && sent.at().toEpochMilli() - before < 1_000L * seconds;
  }

  private boolean isTooOften(MessageSent sent) {
    Integer most = rules.messagesPerMinute();
    if (most == null) {
      return false;
    }
    long now = sent.at().toEpochMilli();
    Deque<Long> times = lately.getOrDefault(sent.sender(), new ArrayDeque<>());
    while (!times.isEmpty() && now - times.peekFirst() >= MINUTE_MILLIS) {
      times.removeFirst();
    }
    return times.size() >= most;
  }

  private void remember(MessageSent sent) {
    long now = sent.at().toEpochMilli();
    if (rules.slowModeSeconds() != null) {
      lastSent.put(new Place(sent.conversationId(), sent.sender()), now);
    }
    Integer most = rules.messagesPerMinute();
    if (most != null) {
      Deque<Long> times = lately.computeIfAbsent(sent.sender(), _ -> new ArrayDeque<>());
      times.addLast(now);
      // More would not change any decision.
      if (times.size() > most) {
        times.removeFirst();
      }
    }
  }

  /// @return whether a rule would have refused it
  private boolean judge(
      long index,
      PersonId person,
      Instant at,
      @Nullable String text,
      List<Rule> hits,
      boolean judged,
      boolean erased) {
    if (!judged) {
      return false;
    }
    messages++;
    Integer most = rules.maxTextBytes();
    if (most != null && erased) {
      undecidable++;
    } else if (most != null && text != null && Texts.utf8Length(text) > most) {
      hits.add(Rule.TEXT_LENGTH);
    }
    if (hits.isEmpty()) {
      return false;
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
    return true;
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
    List<DryRunRefused> then =
        refusals.entrySet().stream()
            .map(each ->
                new DryRunRefused(
                    each.getKey().command(),
                    each.getKey().code().code(),
                    each.getValue(),
                    refusedPeople.getOrDefault(each.getKey(), Set.of()).size()))
            .sorted(
                Comparator.comparingLong(DryRunRefused::times)
                    .reversed()
                    .thenComparing(DryRunRefused::command)
                    .thenComparing(DryRunRefused::code))
            .limit(MOST_REFUSED)
            .toList();
    return new DryRunResult(
        messages, refused, undecidable, leftOut, anybody.size(), hits, counted, shown, then);
  }
}
