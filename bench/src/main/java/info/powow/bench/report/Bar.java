package info.powow.bench.report;

/// Reference values: medians of other systems on 2 cores and one disk with the load generator on
/// the same machine, and the least that a JVM can do (bare WebSocket frames, one log, group
/// commit).
public enum Bar {
  PRIVATE_P50("private messages, 200/s: p50 ms", "1.0", "0.9", "4.4", "0.9", Goal.AT_MOST, 1.5),
  PRIVATE_P99("private messages, 200/s: p99 ms", "4.4", "4.5", "14.9", "13.7", Goal.AT_MOST, 6),
  PRIVATE_RATE(
      "private messages/s at p99 < 100 ms",
      "11,000",
      "4,070",
      "1,010",
      "640",
      Goal.AT_LEAST,
      8_000),
  PRIVATE_CPU("server CPU ms per 1,000 of them", "68", "265", "1,256", "1,289", Goal.AT_MOST, 120),
  GROUPS_10("groups of 10: delivered/s", "197,000", "14,400", "8,000", "900", Goal.AT_LEAST, 1e5),
  GROUPS_100(
      "groups of 100: delivered/s", "263,000", "15,600", "10,100", "300", Goal.AT_LEAST, 1.5e5),
  CHURN(
      "connect, authenticate, send, receive, close: /s",
      "2,700",
      "313",
      "108",
      "100",
      Goal.AT_LEAST,
      1_000),
  IDLE("memory per idle connection, KB", "10–20", "160", "196", "37", Goal.AT_MOST, 20),
  REBUILD("full rebuild of all views, events/s", "", "", "", "", Goal.AT_LEAST, 50_000),
  NEARBY("nearby, 1M people, 100/s: p99 ms", "", "", "", "", Goal.AT_MOST, 20);

  /// Whether a figure should be above or below the reference.
  public enum Goal {
    AT_MOST("≤ "),
    AT_LEAST("≥ ");

    private final String sign;

    Goal(String sign) {
      this.sign = sign;
    }
  }

  private final String work;
  private final String floor;
  private final String rabbit;
  private final String ejabberd;
  private final String prosody;
  private final Goal goal;
  private final double value;

  Bar(
      String work,
      String floor,
      String rabbit,
      String ejabberd,
      String prosody,
      Goal goal,
      double value) {
    this.work = work;
    this.floor = floor;
    this.rabbit = rabbit;
    this.ejabberd = ejabberd;
    this.prosody = prosody;
    this.goal = goal;
    this.value = value;
  }

  public String work() {
    return work;
  }

  String floor() {
    return floor;
  }

  String rabbit() {
    return rabbit;
  }

  String ejabberd() {
    return ejabberd;
  }

  String prosody() {
    return prosody;
  }

  String goal() {
    return goal.sign
        + (value < 10 && value != Math.rint(value) ? String.valueOf(value) : Numbers.text(value));
  }

  boolean isReachedBy(double measured) {
    return switch (goal) {
      case AT_MOST -> measured <= value;
      case AT_LEAST -> measured >= value;
    };
  }
}
