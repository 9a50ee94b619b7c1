package info.powow.bench.workload;

import info.powow.bench.stomp.HeartBeat;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;

/// How hard, how long, and with whom.
///
/// @param warmUp what is sent before it counts, in each run
/// @param measured what is sent that counts, in each run
/// @param rate the only rate to try; where there is none, the highest that holds is looked for
/// @param connections where a workload's own number is not wanted
/// @param limit a rate holds while 99 % take less than this
/// @param events how many to rebuild from
/// @param textLength of each message
/// @param threads how many event loops the load generator may keep busy
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

  /// For the results, so that figures can be had again.
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
