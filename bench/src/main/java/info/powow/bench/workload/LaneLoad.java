package info.powow.bench.workload;

import info.powow.bench.load.Latency;
import info.powow.bench.load.OpenLoop;
import info.powow.bench.load.Pacer;
import info.powow.bench.load.TimedMessage;
import info.powow.bench.people.Arrival;
import info.powow.bench.stomp.FrameView;
import info.powow.bench.stomp.Lane;
import info.powow.bench.stomp.LoadConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// The part of a message load on one lane: which chat sends next, and what arrives. Accessed only
/// by the lane.
final class LaneLoad {
  private static final int COMPLAINTS_KEPT = 5;

  private final Lane lane;
  private final TimedMessage timed;
  private final SplittableRandom random;
  private final boolean ownCounts;
  private final List<Chat> chats = new ArrayList<>();

  private final Histogram receiptTimes = Latency.histogram();
  private final Histogram deliveryTimes = Latency.histogram();
  private final List<String> complaints = new ArrayList<>();
  private CompletableFuture<Void> drained = new CompletableFuture<>();
  private @Nullable Pacer pacer;
  private long from;
  private long to;
  private long timeout;
  private long left;

  private long sent;
  private long receipts;
  private long deliveries;
  private long deliveriesDue;
  private long arrivals;
  private long underWay;
  private long heard;
  private boolean sending;
  private boolean overloaded;

  /// @param ownCounts whether messages delivered to their sender count
  LaneLoad(Lane lane, TimedMessage timed, long seed, boolean ownCounts) {
    this.lane = lane;
    this.timed = timed;
    this.random = new SplittableRandom(seed);
    this.ownCounts = ownCounts;
  }

  Lane lane() {
    return lane;
  }

  void add(Chat chat) {
    chats.add(chat);
  }

  boolean hasChats() {
    return !chats.isEmpty();
  }

  /// Starts to send on a schedule.
  ///
  /// @param newFrom messages intended from then on count
  /// @param newTo messages intended up to then count
  /// @param newPatience the number of missing receipts at which to give up
  /// @return completes when the last message was sent and everything due has arrived
  CompletableFuture<Void> start(OpenLoop schedule, long newFrom, long newTo, long newPatience) {
    begin(newFrom, newTo, newPatience);
    Pacer newPacer = Pacer.start(lane, schedule, this::send);
    pacer = newPacer;
    CompletableFuture<Void> finished = drained;
    newPacer
        .done()
        .whenComplete((_, failure) -> {
          if (failure != null) {
            complain("sending failed: " + failure);
          }
          sending = false;
          drainedIfAllCame();
        });
    return finished;
  }

  /// Sends as fast as the server accepts.
  ///
  /// @param count the number of messages
  /// @param width the number in flight
  CompletableFuture<Void> fill(long count, int width) {
    begin(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2, Long.MAX_VALUE);
    left = count;
    for (int i = 0; i < width && left > 0; i++) {
      next();
    }
    sending = left > 0;
    return drained;
  }

  private void begin(long newFrom, long newTo, long newPatience) {
    from = newFrom;
    to = newTo;
    timeout = newPatience;
    left = 0;
    sent = 0;
    receipts = 0;
    deliveries = 0;
    deliveriesDue = 0;
    arrivals = 0;
    underWay = 0;
    overloaded = false;
    sending = true;
    complaints.clear();
    receiptTimes.reset();
    deliveryTimes.reset();
    drained = new CompletableFuture<>();
  }

  private void next() {
    left--;
    send(System.nanoTime());
  }

  private void send(long intended) {
    Chat chat = chats.get(random.nextInt(chats.size()));
    int sender = random.nextInt(chat.members().size());
    LoadConnection connection = chat.members().get(sender).connection();
    if (connection == null) {
      complain("a sender is not connected");
      return;
    }
    underWay++;
    if (counts(intended)) {
      sent++;
      deliveriesDue += chat.members().size() - (ownCounts ? 0 : 1);
    }
    timed.write(lane.writer(), chat.id(), sender, intended);
    connection.write();
    if (underWay > timeout && pacer != null) {
      overloaded = true;
      pacer.stop();
    }
  }

  private boolean counts(long intended) {
    return intended - from >= 0 && intended - to < 0;
  }

  void receipt(long intended, long now) {
    heard++;
    underWay--;
    if (counts(intended)) {
      receipts++;
      Latency.record(receiptTimes, now - intended);
    }
    if (left > 0) {
      next();
      sending = left > 0;
    }
    drainedIfAllCame();
  }

  void message(LoadConnection connection, int member, FrameView frame, long now) {
    int mark = timed.find(frame);
    if (mark < 0) {
      String refusal = Arrival.refusal(connection, frame);
      if (refusal != null) {
        complain("refused: " + refusal);
      }
      return;
    }
    if (!ownCounts && TimedMessage.member(frame, mark) == member) {
      return;
    }
    heard++;
    long intended = TimedMessage.intended(frame, mark);
    if (counts(now)) {
      arrivals++;
    }
    if (counts(intended)) {
      deliveries++;
      Latency.record(deliveryTimes, now - intended);
      drainedIfAllCame();
    }
  }

  void complain(String what) {
    if (complaints.size() < COMPLAINTS_KEPT) {
      complaints.add(what);
    }
  }

  private void drainedIfAllCame() {
    if (!sending && receipts == sent && deliveries == deliveriesDue) {
      drained.complete(null);
    }
  }

  /// The number of frames received so far; constant when the server has nothing left.
  long heard() {
    return heard;
  }

  /// The members whose connections were lost.
  List<Member> lost() {
    return chats.stream()
        .flatMap(chat -> chat.members().stream())
        .filter(member -> member.connection() == null)
        .toList();
  }

  /// Adds the counts to those of other lanes.
  void addTo(Sum sum) {
    sum.sent += sent;
    sum.receipts += receipts;
    sum.deliveries += deliveries;
    sum.deliveriesDue += deliveriesDue;
    sum.arrivals += arrivals;
    sum.overloaded |= overloaded;
    sum.complaints.addAll(complaints);
    sum.receiptTimes.add(receiptTimes);
    sum.deliveryTimes.add(deliveryTimes);
  }

  /// The counts of all lanes.
  static final class Sum {
    final Histogram receiptTimes = Latency.histogram();
    final Histogram deliveryTimes = Latency.histogram();
    final List<String> complaints = new ArrayList<>();
    long sent;
    long receipts;
    long deliveries;
    long deliveriesDue;
    long arrivals;
    boolean overloaded;
  }
}
