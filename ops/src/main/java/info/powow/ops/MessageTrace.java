package info.powow.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Notes when each message passed which [Stage], for the last messages, in arrays that are allocated
/// once. Slow, failed and followed messages are copied to [KeptMessages], where fast ones cannot
/// push them out.
///
/// Each stage is written by one thread. A stamp that is written while its slot is given to a newer
/// message may be lost; nothing else can be.
public final class MessageTrace {
  public static final int CAPACITY = 65_536;

  private static final int STAGES = Stage.values().length;
  private static final Stage[] STAGE = Stage.values();
  private static final int PROBES = 8;
  private static final int TABLE_FACTOR = 4;
  private static final int UNKNOWN_SLOT = -1;
  private static final int WINDOW_SECONDS = 60;
  private static final int FOLLOWED_A_SECOND = 20;

  /// Of refusals that clients follow, and of those for which the server is the reason.
  private static final int REFUSED_A_SECOND = 20;

  private static final int TOP = 1_024;
  private static final long SLOW_NANOS = Duration.ofMillis(100).toNanos();

  private final boolean on;
  private final boolean logIsElsewhere;
  private final int mask;
  private final int tableMask;
  private final @Nullable String[] streams;
  private final long[] positions;
  private final long[] indexes;
  private final long[] times;
  private final int[] devices;

  /// An open hash table from the message to its slot, plus one; 0 is free.
  private final int[] table;

  private final int[] tableEntryOf;
  private final LatencyWindow totals = new LatencyWindow(WINDOW_SECONDS);
  private final KeptMessages kept = new KeptMessages();
  private final HeavyHitters conversations = new HeavyHitters(TOP);
  private final HeavyHitters people = new HeavyHitters(TOP);
  private final Map<String, ProgressMarks> progress = new ConcurrentHashMap<>();
  private final AtomicInteger followed = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private volatile long slowNanos = SLOW_NANOS;

  // guarded by this
  private long allocated;

  public MessageTrace(int capacity) {
    this(capacity, true, false);
  }

  private MessageTrace(int capacity, boolean on, boolean logIsElsewhere) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("the capacity must be a power of two");
    }
    this.on = on;
    this.logIsElsewhere = logIsElsewhere;
    this.mask = capacity - 1;
    this.tableMask = capacity * TABLE_FACTOR - 1;
    this.streams = new String[capacity];
    this.positions = new long[capacity];
    this.indexes = new long[capacity];
    this.times = new long[capacity * STAGES];
    this.devices = new int[capacity];
    this.table = new int[capacity * TABLE_FACTOR];
    this.tableEntryOf = new int[capacity];
    Arrays.fill(tableEntryOf, UNKNOWN_SLOT);
  }

  /// Notes nothing.
  public static MessageTrace off() {
    return new MessageTrace(1, false, false);
  }

  /// For one of several nodes: the node that answers the sender is not the one that appends, so it
  /// cannot tell a retry of an old message from a new message.
  public static MessageTrace ofOneNode(int capacity) {
    return new MessageTrace(capacity, true, true);
  }

  public boolean isOn() {
    return on;
  }

  // --- stamps ---------------------------------------------------------------------------------

  /// The event is durable. Called before its command is answered.
  ///
  /// @param index in the log; 0 if only its followers know it
  public void durable(
      String conversation, long position, long index, long decided, long queued, long fsynced) {
    if (!on) {
      return;
    }
    int slot = slot(conversation, position, true);
    if (index > 0) {
      indexes[slot] = index;
    }
    int at = slot * STAGES;
    times[at + Stage.DECIDED.ordinal()] = decided;
    times[at + Stage.QUEUED.ordinal()] = queued;
    times[at + Stage.FSYNCED.ordinal()] = fsynced;
  }

  /// The sender gets the RECEIPT. Ignores a retry of a message that is no longer known.
  ///
  /// @param read when the SEND frame was decoded
  /// @param follow of the client, if the message is to be followed
  public void answered(
      String conversation, long position, long read, long now, @Nullable Traceparent follow) {
    if (!on) {
      return;
    }
    int slot = slot(conversation, position, logIsElsewhere || follow != null);
    if (slot == UNKNOWN_SLOT || times[slot * STAGES + Stage.RECEIPT.ordinal()] != 0) {
      return;
    }
    times[slot * STAGES + Stage.READ.ordinal()] = read;
    times[slot * STAGES + Stage.RECEIPT.ordinal()] = now;
    if (follow != null) {
      kept.keep(KeptMessages.Cause.FOLLOWED, conversation, position, follow.text());
    }
  }

  /// A person sent a message.
  public void sentBy(String person) {
    if (on) {
      people.hit(person);
    }
  }

  /// The conversations with the most messages.
  public HeavyHitters conversations() {
    return conversations;
  }

  /// The people who send the most messages here.
  public HeavyHitters people() {
    return people;
  }

  /// Whether one more message may be followed. Bounded, because clients ask for it.
  public boolean mayFollow() {
    return on && followed.incrementAndGet() <= FOLLOWED_A_SECOND;
  }

  /// The push thread encoded the frames of a message.
  ///
  /// @return to be passed to [#flushed]
  public int made(
      String conversation, long position, long index, long taken, long now, int frames) {
    if (!on) {
      return UNKNOWN_SLOT;
    }
    int slot = slot(conversation, position, true);
    indexes[slot] = index;
    devices[slot] = frames;
    conversations.hit(conversation);
    times[slot * STAGES + Stage.TAKEN.ordinal()] = taken;
    times[slot * STAGES + Stage.MADE.ordinal()] = now;
    return slot;
  }

  /// The push thread wrote the frames of a message. Keeps the message if that took too long.
  ///
  /// @param slot what [#made] returned for it
  public void flushed(int slot, long now) {
    if (slot == UNKNOWN_SLOT) {
      return;
    }
    times[slot * STAGES + Stage.FLUSHED.ordinal()] = now;
    long began = first(slot);
    long total = now - began;
    totals.record(total);
    if (total > slowNanos) {
      String conversation = streams[slot];
      if (conversation != null) {
        kept.keep(KeptMessages.Cause.SLOW, conversation, positions[slot], null);
      }
    }
  }

  /// A message or request was refused. It is kept if the reason is not the client's, or if the client
  /// wants it to be followed, at most so many a second.
  ///
  /// @param destination of the message, or the route of the request
  /// @param isOurs whether the server is the reason
  /// @param traceparent the header of the client; null if there is none
  /// @return the trace id by which operators find it; null if it is not kept
  public @Nullable String refused(
      String destination, String code, boolean isOurs, Instant at, @Nullable String traceparent) {
    Traceparent follow = on ? Traceparent.parse(traceparent) : null;
    if (!on || !isOurs && follow == null) {
      return null;
    }
    AtomicInteger counted = isOurs ? failed : refused;
    if (counted.incrementAndGet() > REFUSED_A_SECOND) {
      return null;
    }
    String trace = follow == null ? TraceId.random() : follow.traceId();
    kept.refused(
        isOurs ? KeptMessages.Cause.FAILED : KeptMessages.Cause.REFUSED,
        destination,
        code,
        at,
        follow == null ? null : follow.text(),
        trace);
    return trace;
  }

  /// A follower of the log has done everything up to this index.
  ///
  /// @param step such as `projected`
  public void reached(String step, long index, long now) {
    if (on) {
      progress.computeIfAbsent(step, _ -> new ProgressMarks()).reached(index, now);
    }
  }

  private long first(int slot) {
    int at = slot * STAGES;
    for (int stage = 0; stage < STAGES; stage++) {
      if (times[at + stage] != 0) {
        return times[at + stage];
      }
    }
    return 0;
  }

  // --- slots ----------------------------------------------------------------------------------

  private int slot(String conversation, long position, boolean make) {
    int hash = hash(conversation, position);
    int slot = find(hash, conversation, position);
    return slot == UNKNOWN_SLOT && make ? allocate(hash, conversation, position) : slot;
  }

  private int find(int hash, String conversation, long position) {
    for (int probe = 0; probe < PROBES; probe++) {
      int slot = table[(hash + probe) & tableMask] - 1;
      if (slot >= 0 && positions[slot] == position && conversation.equals(streams[slot])) {
        return slot;
      }
    }
    return UNKNOWN_SLOT;
  }

  private synchronized int allocate(int hash, String conversation, long position) {
    int known = find(hash, conversation, position);
    if (known != UNKNOWN_SLOT) {
      return known;
    }
    int slot = (int) (allocated & mask);
    allocated++;
    int old = tableEntryOf[slot];
    if (old != UNKNOWN_SLOT && table[old] == slot + 1) {
      table[old] = 0;
    }
    Arrays.fill(times, slot * STAGES, (slot + 1) * STAGES, 0);
    indexes[slot] = 0;
    devices[slot] = -1;
    positions[slot] = position;
    streams[slot] = conversation;
    int entry = hash & tableMask;
    for (int probe = 0; probe < PROBES; probe++) {
      if (table[(hash + probe) & tableMask] == 0) {
        entry = (hash + probe) & tableMask;
        break;
      }
    }
    table[entry] = slot + 1;
    tableEntryOf[slot] = entry;
    return slot;
  }

  private static int hash(String conversation, long position) {
    int hash = conversation.hashCode() * 31 + Long.hashCode(position);
    hash *= 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }

  // --- for operators --------------------------------------------------------------------------

  /// Called once a second.
  public void tick(Instant now, long nanos) {
    followed.set(0);
    refused.set(0);
    failed.set(0);
    conversations.tick();
    people.tick();
    totals.tick();
    slowNanos = Math.max(SLOW_NANOS, totals.merged().getValueAtPercentile(99.9) * 1_000);
    kept.refresh(now, (conversation, position) -> inRing(conversation, position, now, nanos));
  }

  /// The latency from the first step to the flush, over the last minute.
  public LatencyWindow.Percentiles lastMinute() {
    return totals.percentiles();
  }

  /// The samples of [#lastMinute], to be merged with those of other nodes.
  public Histogram lastMinuteLatencies() {
    return totals.merged();
  }

  /// Beyond this, a message is kept as a slow one.
  public Duration slowAfter() {
    return Duration.ofNanos(slowNanos);
  }

  public KeptMessages kept() {
    return kept;
  }

  /// @param nanos the time of [System#nanoTime] at `now`
  public Optional<TracedMessage> find(String conversation, long position, Instant now, long nanos) {
    TracedMessage known = inRing(conversation, position, now, nanos);
    return known != null ? Optional.of(known) : kept.find(conversation, position);
  }

  /// When the followers of the log on this node reached an event, for a message that passed no other
  /// stage here. The steps are relative to `now`.
  public List<TracedMessage.Step> progress(long index, Instant now, long nanos) {
    List<TracedMessage.Step> steps = new ArrayList<>();
    progress.forEach((step, marks) -> add(steps, step, marks.timeOf(index), nanos, now, nanos));
    return steps;
  }

  private @Nullable TracedMessage inRing(
      String conversation, long position, Instant now, long nanos) {
    int slot = find(hash(conversation, position), conversation, position);
    if (slot == UNKNOWN_SLOT) {
      return null;
    }
    long began = first(slot);
    List<TracedMessage.Step> steps = new ArrayList<>(STAGES + 3);
    for (Stage stage : STAGE) {
      add(steps, stage.word(), times[slot * STAGES + stage.ordinal()], began, now, nanos);
    }
    long index = indexes[slot];
    if (index > 0) {
      progress.forEach((step, marks) -> add(steps, step, marks.timeOf(index), began, now, nanos));
    }
    steps.sort(Comparator.comparingDouble(TracedMessage.Step::afterMillis));
    long flushed = times[slot * STAGES + Stage.FLUSHED.ordinal()];
    return new TracedMessage(
        TraceId.of(conversation, position),
        conversation,
        position,
        index,
        devices[slot] < 0 ? null : devices[slot],
        steps,
        flushed == 0 ? null : (flushed - began) / 1e6);
  }

  private static void add(
      List<TracedMessage.Step> steps, String step, long time, long began, Instant now, long nanos) {
    if (time != 0) {
      steps.add(new TracedMessage.Step(step, now.minusNanos(nanos - time), (time - began) / 1e6));
    }
  }
}
