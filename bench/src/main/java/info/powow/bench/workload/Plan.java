package info.powow.bench.workload;

import info.powow.bench.stomp.HeartBeat;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The parameters of a run.
///
/// @param warmUp the unmeasured time at the start of each run
/// @param measured the measured time of each run
/// @param rate the only rate to try; if absent, the highest that holds is searched
/// @param connections overrides a workload's number of connections
/// @param limit a rate holds if 99 % take less than this
/// @param events the number of events to rebuild from
/// @param textLength of each message
/// @param threads the number of event loops
public record Plan(
    Duration warmUp,
    Duration measured,
    OptionalDouble rate,
    OptionalInt connections,
    Duration limit,
    int events,
    int textLength,
    int threads,
    HeartBeat heartBeat,
    long seed) {

  public double limitMillis() {
    return limit.toNanos() / 1e6;
  }

  /// For the results, so that they can be reproduced.
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("warm-up", Long.toString(warmUp.toSeconds()));
    settings.put("duration", Long.toString(measured.toSeconds()));
    rate.ifPresent(fixed -> settings.put("rate", Double.toString(fixed)));
    connections.ifPresent(fixed -> settings.put("connections", Integer.toString(fixed)));
    settings.put("limit", Long.toString(limit.toMillis()));
    settings.put("events", Integer.toString(events));
    settings.put("text", Integer.toString(textLength));
    settings.put("threads", Integer.toString(threads));
    settings.put("heart-beat", heartBeat.toString());
    settings.put("seed", Long.toString(seed));
    return settings;
  }
}
