package info.powow.bench.attack;

import info.powow.bench.load.Latency;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What ordinary people noticed while one attack, or all of them, went on.
///
/// @param attack `nothing`, the name of an attack, or `all at once`
/// @param receipt from the intended time of sending to the RECEIPT
/// @param me from the intended time of asking `GET /api/me` to the answer
/// @param complete whether every message was acknowledged and delivered, and every question answered
/// @param shortfall what is missing, in words; empty when nothing is
/// @param outcomes for each attack, how often the server answered how
/// @param heapMb what the server's heap held at the end, garbage included; null where it is not known
/// @param residentMb its memory; null where it is not known
record Round(
    String attack,
    Latency receipt,
    Latency me,
    boolean complete,
    String shortfall,
    Map<String, Map<String, Long>> outcomes,
    @Nullable Double heapMb,
    @Nullable Double residentMb) {
  /// What others may notice of an attack, at the 99th percentile.
  static final double RECEIPT_MS = 100;

  static final double ME_MS = 300;

  boolean holds() {
    return complete && receipt.p99() <= RECEIPT_MS && me.p99() <= ME_MS;
  }
}
