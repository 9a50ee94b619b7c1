package info.powow.bench.attack;

import info.powow.bench.load.Latency;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What other users experienced during one attack, or all of them.
///
/// @param attack `nothing`, the name of an attack, or `all at once`
/// @param receipt from the intended sending to the RECEIPT
/// @param me from the intended call of `GET /api/me` to the answer
/// @param complete whether every message was acknowledged and delivered, and every call answered
/// @param shortfall a description of what is missing; empty if nothing is
/// @param outcomes for each attack, the number of answers by kind
/// @param heapMb the used heap of the server at the end, garbage included; null if unknown
/// @param residentMb its resident memory; null if unknown
record Round(
    String attack,
    Latency receipt,
    Latency me,
    boolean complete,
    String shortfall,
    Map<String, Map<String, Long>> outcomes,
    @Nullable Double heapMb,
    @Nullable Double residentMb) {
  /// The limits for other users, at the 99th percentile.
  static final double RECEIPT_MS = 100;

  static final double ME_MS = 300;

  boolean holds() {
    return complete && receipt.p99() <= RECEIPT_MS && me.p99() <= ME_MS;
  }
}
