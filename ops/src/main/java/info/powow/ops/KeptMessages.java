package info.powow.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The messages that are worth a look: slow ones, those that a client follows, and refusals, also of
/// requests. Each kind is bounded on its own, so that no kind pushes out another. Thread-safe.
public final class KeptMessages {
  private static final int CAPACITY = 1_024;
  private static final Duration SETTLING = Duration.ofMinutes(1);

  /// Why a message is kept.
  public enum Cause {
    SLOW,
    FAILED,
    FOLLOWED,
    REFUSED
  }

  /// @param conversation the conversation; of a refusal, the destination or route
  /// @param position null for a refusal
  /// @param code of the refusal; null if there was none
  /// @param traceparent of the client that follows it; null if none
  /// @param trace the trace id of a refusal; null otherwise
  /// @param message its way; null for a refusal
  public record Kept(
      Cause cause,
      String conversation,
      @Nullable Long position,
      @Nullable Instant at,
      @Nullable String code,
      @Nullable String traceparent,
      @Nullable String trace,
      @Nullable TracedMessage message) {}

  /// Looks a message up among the newest ones.
  interface Lookup {
    @Nullable TracedMessage find(String conversation, long position);
  }

  private final Map<Cause, Deque<Kept>> kept = new EnumMap<>(Cause.class);

  KeptMessages() {
    for (Cause cause : Cause.values()) {
      kept.put(cause, new ArrayDeque<>());
    }
  }

  synchronized void keep(
      Cause cause, String conversation, long position, @Nullable String traceparent) {
    add(new Kept(cause, conversation, position, null, null, traceparent, null, null));
  }

  synchronized void refused(
      Cause cause,
      String destination,
      String code,
      Instant at,
      @Nullable String traceparent,
      String trace) {
    add(new Kept(cause, destination, null, at, code, traceparent, trace, null));
  }

  /// A refusal, by its trace id; the newest, if a client has used it for several.
  public synchronized Optional<Kept> refusal(String trace) {
    return kept.values().stream()
        .flatMap(Deque::stream)
        .filter(each -> trace.equals(each.trace()))
        .max(Comparator.comparing(KeptMessages::timeOf));
  }

  private static Instant timeOf(Kept message) {
    return Objects.requireNonNullElse(message.at(), Instant.MIN);
  }

  private void add(Kept message) {
    Deque<Kept> same = of(message.cause());
    if (same.size() == CAPACITY) {
      same.removeFirst();
    }
    same.addLast(message);
  }

  private Deque<Kept> of(Cause cause) {
    Deque<Kept> found = kept.get(cause);
    if (found == null) {
      throw new IllegalStateException("there is a list for each cause");
    }
    return found;
  }

  /// Completes what is kept with the steps that came later.
  synchronized void refresh(Instant now, Lookup lookup) {
    kept.replaceAll((_, same) -> {
      Deque<Kept> refreshed = new ArrayDeque<>(same.size());
      same.forEach(each -> refreshed.add(refreshed(each, now, lookup)));
      return refreshed;
    });
  }

  private static Kept refreshed(Kept each, Instant now, Lookup lookup) {
    Long position = each.position();
    Instant at = each.at();
    if (position == null || at != null && at.isBefore(now.minus(SETTLING))) {
      return each;
    }
    TracedMessage found = lookup.find(each.conversation(), position);
    return new Kept(
        each.cause(),
        each.conversation(),
        position,
        at == null ? now : at,
        each.code(),
        each.traceparent(),
        each.trace(),
        found == null ? each.message() : found);
  }

  synchronized Optional<TracedMessage> find(String conversation, long position) {
    return kept.values().stream()
        .flatMap(Deque::stream)
        .filter(each ->
            each.message() != null
                && each.message().position() == position
                && each.conversation().equals(conversation))
        .map(Kept::message)
        .findFirst();
  }

  /// The newest first.
  public synchronized List<Kept> newest(Cause cause, int limit) {
    return of(cause).reversed().stream().limit(limit).toList();
  }
}
