package info.powow.bench.workload;

import info.powow.bench.people.BenchAccounts;
import info.powow.bench.people.ProgressLine;
import info.powow.bench.server.Server;
import info.powow.bench.stomp.StompClient;
import java.util.concurrent.atomic.AtomicLong;

/// Where a workload runs.
///
/// @param run a number that no other run has: what is random is not drawn from it but from the seed
public record Setting(Server server, Plan plan, ProgressLine progress, long run) {
  private static final AtomicLong SIGN_UPS = new AtomicLong();

  StompClient client() {
    return new StompClient(server.url(), plan.heartBeat(), plan.threads(), plan.seed());
  }

  BenchAccounts accounts() {
    String name = Long.toString(run, 36) + Long.toString(SIGN_UPS.incrementAndGet(), 36) + "x";
    return new BenchAccounts(server.url(), name, progress);
  }

  /// A key that no other command has.
  String key(String what, int number) {
    return "%s-%x-%x-%d".formatted(what, run, SIGN_UPS.get(), number);
  }
}
