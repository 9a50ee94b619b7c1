package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.tlog.witness.WitnessTool;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Kills the server with `kill -9` again and again while many people write, and verifies from
/// outside the properties of [CrashStory], that live and rebuilt views are equal (R4), and that a
/// witness of the transparency log never sees a second history.
///
/// `-Dcrash.rounds=N` sets the number of kills, `-Dcrash.seed=N` repeats the same random choices.
class CrashE2E {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 6);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
  private static final int PEOPLE = 20;
  private static final int ENOUGH = 300;
  private static final CrashWriter.Manner AS_FAST_AS_IT_GOES =
      new CrashWriter.Manner(4, Duration.ZERO, false);

  private final Random random = new Random(SEED);

  @Test
  void nothingAcknowledgedIsLostOrDoubledHoweverOftenTheServerIsKilled() throws Exception {
    System.out.printf("crash test: %d rounds, -Dcrash.seed=%d%n", ROUNDS, SEED);
    Path folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target", "e2e")), "crash-");
    try (PowowProcess powow = PowowProcess.start(folder, "--powow.tlog.public=true");
        CrashStory story =
            new CrashStory(SEED, PEOPLE, AS_FAST_AS_IT_GOES, powow.http(), powow.socket())) {
      story.peopleMeet();
      for (int round = 0; round < ROUNDS; round++) {
        crash(powow, story, folder);
        story.requireNoViolation("in round " + round);
      }
      // So that the views were updated live after the last start.
      story.writeForTheLastTime();
      int acknowledged = story.prove(ENOUGH);
      story.everyDevice(CrashDevice::disconnect);
      awaitCosigned(powow, folder);
      proveViews(powow, story);
      System.out.printf(
          "crash test: %d kills, %d acknowledged messages, none lost, none doubled%n",
          ROUNDS, acknowledged);
    }
  }

  /// Lets everybody write while devices disconnect and reconnect, kills the server at a random
  /// moment, and restarts it. Sometimes kills it during startup too.
  private void crash(PowowProcess powow, CrashStory story, Path folder) throws Exception {
    List<Future<?>> busy = story.write();
    busy.add(story.cutConnections());
    // A random moment: there is no signal to wait for.
    Thread.sleep(random.nextInt(50, 1_500));
    assertThat(witness(powow, folder)).isNotEqualTo(WitnessTool.REFUSED);
    powow.kill();
    for (Future<?> one : busy) {
      // The connection notifies those who wait for answers that cannot arrive any more.
      one.get();
    }
    if (random.nextInt(5) == 0) {
      powow.launchAgain();
      Thread.sleep(random.nextInt(100, 4_000));
      powow.kill();
    }
    powow.restart();
    assertThat(witness(powow, folder)).isNotEqualTo(WitnessTool.REFUSED);
    story.everyDevice(CrashDevice::connect);
  }

  /// Checks that the tree continues the one that was cosigned last.
  private static int witness(PowowProcess powow, Path folder) {
    return new WitnessTool(
            new PrintStream(OutputStream.nullOutputStream()), System.out, Clock.systemUTC())
        .run(powow.http().toString(), "--state", folder.resolve("witness").toString());
  }

  /// The tree is opened after the server is ready, and nothing tells when.
  private static void awaitCosigned(PowowProcess powow, Path folder) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    int code = witness(powow, folder);
    while (code == WitnessTool.FAILED && System.nanoTime() < end) {
      Thread.sleep(100);
      code = witness(powow, folder);
    }
    assertThat(code).isEqualTo(WitnessTool.OK);
  }

  /// R4: every view is the same before a clean restart, updated live, and after it, rebuilt from
  /// the log.
  private static void proveViews(PowowProcess powow, CrashStory story) throws Exception {
    Map<String, String> live = story.views();
    powow.stop();
    powow.restart();
    Map<String, String> rebuilt = story.views();
    assertThat(rebuilt.keySet()).isEqualTo(live.keySet());
    live.forEach((view, shown) ->
        assertThat(rebuilt.get(view)).as("%s, seed %d", view, SEED).isEqualTo(shown));
  }
}
