package info.powow.bench.workload;

import info.powow.bench.people.BenchAccounts;
import info.powow.bench.people.ProgressLine;
import info.powow.bench.server.Server;
import info.powow.bench.stomp.StompClient;
import java.util.concurrent.atomic.AtomicLong;

/// The environment of a workload.
///
/// @param run a unique number of the run; random choices use the seed instead
public record Setting(Server server, Plan plan, ProgressLine progress, long run) {
  private static final AtomicLong SIGN_UPS = new AtomicLong();

  StompClient client() {
    return new StompClient(server.url(), plan.heartBeat(), plan.threads(), plan.seed());
  }

  BenchAccounts accounts() {
    String name = Long.toString(run, 36) + Long.toString(SIGN_UPS.incrementAndGet(), 36) + "x";
    return new BenchAccounts(server.url(), name, progress);
  }

  /// A unique key.
  String key(String what, int number) {
    return "%s-%x-%x-%d".formatted(what, run, SIGN_UPS.get(), number);
  }
}
