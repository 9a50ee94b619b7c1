package info.powow.bench.workload;

import info.powow.bench.load.Latency;
import info.powow.bench.server.Usage;
import java.util.List;

/// Messages sent at one rate. Counts those intended in the measured time, whenever they arrived.
///
/// @param rate messages per second
/// @param sent the number sent, less than intended if the server was hopelessly behind
/// @param receipts the number acknowledged
/// @param deliveries the number of MESSAGE frames
/// @param deliveriesDue the expected number
/// @param deliveredPerSecond MESSAGE frames per second of the measured time
/// @param receipt from the intended sending to the RECEIPT
/// @param delivery from the intended sending to the MESSAGE
/// @param overloaded whether it was aborted
/// @param complaints refusals and lost connections
public record RateStep(
    double rate,
    long sent,
    long receipts,
    long deliveries,
    long deliveriesDue,
    double deliveredPerSecond,
    Latency receipt,
    Latency delivery,
    boolean overloaded,
    Usage usage,
    List<String> complaints) {

  /// Whether everything arrived, and 99 % of it in time.
  boolean holds(double limitMillis) {
    return isComplete() && receipt.p99() < limitMillis && delivery.p99() < limitMillis;
  }

  public boolean isComplete() {
    return !overloaded && receipts == sent && deliveries == deliveriesDue && complaints.isEmpty();
  }

  String summary() {
    return "%,.0f/s: %s, %,.0f delivered/s, receipt p50 %.2f p99 %.2f ms, delivery p50 %.2f p99 %.2f ms, CPU %s"
        .formatted(
            rate,
            overloaded ? "overloaded" : isComplete() ? "all came" : shortfall(),
            deliveredPerSecond,
            receipt.p50(),
            receipt.p99(),
            delivery.p50(),
            delivery.p99(),
            Cpu.summary(usage));
  }

  private String shortfall() {
    return "%,d of %,d receipts, %,d of %,d deliveries, %d complaints"
        .formatted(receipts, sent, deliveries, deliveriesDue, complaints.size());
  }
}
