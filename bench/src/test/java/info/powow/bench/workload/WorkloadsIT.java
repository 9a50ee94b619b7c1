package info.powow.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.bench.people.PreparationFailed;
import info.powow.bench.people.ProgressLine;
import info.powow.bench.report.Figure;
import info.powow.bench.report.Outcome;
import info.powow.bench.server.Server;
import info.powow.bench.stomp.HeartBeat;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The workloads over real WebSockets, against a server with known answers.
class WorkloadsIT {
  private static final Plan PLAN =
      new Plan(
          Duration.ZERO,
          Duration.ofSeconds(1),
          OptionalDouble.of(300),
          OptionalInt.of(20),
          Duration.ofMillis(100),
          500,
          100,
          2,
          new HeartBeat(1000, 1000),
          42);

  @Test
  void privateMessagesAreAcknowledgedAndReachTheOther() throws Exception {
    try (SmallServer server = new SmallServer(_ -> false)) {
      Outcome outcome = new PrivateMessages().run(setting(server));
      assertThat(outcome.complaints()).isEmpty();
      RateStep step = (RateStep) outcome.runs().getFirst();
      assertThat(step.sent()).isEqualTo(300).isEqualTo(server.sends());
      assertThat(step.receipts()).isEqualTo(300);
      assertThat(step.deliveries()).isEqualTo(300).isEqualTo(step.deliveriesDue());
      assertThat(step.receipt().count()).isEqualTo(300);
      assertThat(step.delivery().p99()).isPositive();
    }
  }

  @Test
  void groupMessagesReachEveryMember() throws Exception {
    try (SmallServer server = new SmallServer(_ -> false)) {
      Outcome outcome = Groups.ofTen().run(setting(server));
      assertThat(outcome.complaints()).isEmpty();
      RateStep step = (RateStep) outcome.runs().getFirst();
      assertThat(step.sent()).isEqualTo(300);
      assertThat(step.deliveries()).isEqualTo(3000);
    }
  }

  @Test
  void whatIsRefusedIsNotPassedOverInSilence() throws Exception {
    try (SmallServer server = new SmallServer(text -> text.contains("/0001"))) {
      Outcome outcome = new PrivateMessages().run(setting(server));
      assertThat(outcome.complaints()).anyMatch(complaint -> complaint.contains("\"code\":\"no\""));
      RateStep step = (RateStep) outcome.runs().getFirst();
      assertThat(step.receipts()).isLessThan(step.sent());
      assertThat(step.holds(1e9)).isFalse();
    }
  }

  @Test
  void peopleComeSpeakAndGo() throws Exception {
    try (SmallServer server = new SmallServer(_ -> false)) {
      Outcome outcome = new Churn().run(setting(server));
      assertThat(outcome.complaints()).isEmpty();
      Visits.Run run = (Visits.Run) outcome.runs().getFirst();
      assertThat(run.done()).isEqualTo(300).isEqualTo(server.sends());
    }
  }

  @Test
  void whoComesBackGetsWhatWasMissed() throws Exception {
    try (SmallServer server = new SmallServer(_ -> false)) {
      Outcome outcome = new Resume().run(setting(server));
      assertThat(outcome.complaints()).isEmpty();
      Visits.Run run = (Visits.Run) outcome.runs().getFirst();
      assertThat(run.done()).isEqualTo(300);
    }
  }

  @Test
  void aMessageThatWasMissedForGoodIsNoticed() throws Exception {
    try (SmallServer server = new SmallServer(text -> text.endsWith("yet: 20"))) {
      assertThatThrownBy(() -> new Resume().run(setting(server)))
          .isInstanceOf(PreparationFailed.class);
    }
  }

  @Test
  void aLogIsFilledWithAsManyMessagesAsWanted() throws Exception {
    try (SmallServer server = new SmallServer(_ -> false);
        MessageLoad load = MessageLoad.prepare(setting(server), 20, 2, false)) {
      load.fill(501, 8);
      assertThat(server.sends()).isEqualTo(501);
    }
  }

  @Test
  void theProcessUnderTestIsLookedAtFromOutside() throws Exception {
    try (SmallServer server = new SmallServer(_ -> false)) {
      long pid = ProcessHandle.current().pid();
      Setting setting =
          new Setting(Server.attach(server.url(), OptionalLong.of(pid)), PLAN, progress(), 1);
      Outcome outcome = new PrivateMessages().run(setting);
      assertThat(outcome.figures())
          .extracting(Figure::name)
          .contains("at 300/s: server CPU ms per 1,000", "at 300/s: server memory MB");
      assertThat(setting.server().observed().java()).isNotNull();
    }
  }

  @Test
  void whoSaysNothingSendsHeartBeats() throws Exception {
    try (SmallServer server = new SmallServer(_ -> false);
        MessageLoad load = MessageLoad.prepare(setting(server), 2, 2, false)) {
      assertThat(load).isNotNull();
      server.heartBeat().get(30, TimeUnit.SECONDS);
    }
  }

  private static Setting setting(SmallServer server) {
    return new Setting(Server.attach(server.url(), OptionalLong.empty()), PLAN, progress(), 1);
  }

  private static ProgressLine progress() {
    return new ProgressLine(new PrintStream(OutputStream.nullOutputStream()));
  }
}
