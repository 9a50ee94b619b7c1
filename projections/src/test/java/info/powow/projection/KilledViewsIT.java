package info.powow.projection;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.projection.embedded.EmbeddedMongo;
import info.powow.projector.Projector;
import info.powow.projector.ProjectorOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that makes views in a folder is killed again and again. The next one continues where
/// its views are.
class KilledViewsIT {
  private static final int EVENTS = 20_000;
  private static final int KILLS = 8;
  private static final int SECONDS_EACH = 120;
  private static final Duration TIMEOUT = Duration.ofSeconds(SECONDS_EACH);

  /// Many small writes.
  private static final ProjectorOptions OPTIONS =
      new ProjectorOptions(
          4, 10, Duration.ofMillis(1), 1, 1, Duration.ofMillis(10), Duration.ofSeconds(1));

  private static MemoryLog log() {
    return new MemoryLog().append(new Happening(new Random(11)).next(EVENTS));
  }

  /// The process that is killed. Says where it begins, and ends when it has applied all events.
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      MemoryLog log = log();
      try (EmbeddedMongo mongo = EmbeddedMongo.start(Path.of(arguments[0]));
          ViewsFixture views = ViewsFixture.at(mongo.uri());
          Projector projector = views.projector(log, OPTIONS)) {
        System.out.println("BEGINS " + views.projection().position(0, OPTIONS.segments()));
        projector.start();
        System.out.println("ENDS " + projector.awaitReached(log.head(), TIMEOUT));
        // The fixture would drop the views.
        projector.close();
        Runtime.getRuntime().halt(0);
      }
    }
  }

  @Test
  void viewsThatWereKilledManyTimesEqualRebuiltOnes(@TempDir Path folder) throws Exception {
    Random random = new Random();
    int kills = 0;
    long furthest = 0;
    boolean ended = false;
    while (!ended && kills < KILLS) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx512m",
                  "-XX:TieredStopAtLevel=1",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Child.class.getName(),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (BufferedReader said = process.inputReader()) {
        long begins = begins(said);
        assertThat(begins).as("what was written stays").isGreaterThanOrEqualTo(furthest);
        furthest = begins;
        ended = process.waitFor(200 + random.nextInt(2_300), TimeUnit.MILLISECONDS);
      } finally {
        process.destroyForcibly().waitFor();
      }
      kills++;
    }
    assertThat(furthest).as("views continue where they were").isPositive();
    assertThat(kills).isGreaterThan(3);

    MemoryLog log = log();
    Map<String, String> expected;
    try (ViewsFixture fresh = new ViewsFixture()) {
      expected = fresh.rebuild(log, ProjectorOptions.DEFAULT).canonical();
    }
    try (EmbeddedMongo mongo = EmbeddedMongo.start(folder);
        ViewsFixture survivors = ViewsFixture.at(mongo.uri())) {
      survivors.rebuild(log, ProjectorOptions.DEFAULT.withSegments(OPTIONS.segments()));
      assertThat(survivors.canonical()).isEqualTo(expected);
    }
  }

  private static long begins(BufferedReader said) throws IOException {
    String line;
    while ((line = said.readLine()) != null) {
      if (line.startsWith("BEGINS ")) {
        return Long.parseLong(line.substring("BEGINS ".length()));
      }
    }
    throw new AssertionError("the process has not begun");
  }
}
