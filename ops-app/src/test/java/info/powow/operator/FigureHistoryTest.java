package info.powow.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Rejected;
import info.powow.operator.FigureHistory.Point;
import info.powow.operator.FigureHistory.Resolution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FigureHistoryTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String HEAP = "heap bytes";

  @TempDir Path folder;

  // Nothing ticks in these tests.
  @SuppressWarnings("NullAway")
  private FigureHistory open() {
    return new FigureHistory(null, folder);
  }

  private static void add(FigureHistory history, int second, double value) {
    history.add(NOON.plusSeconds(second), Map.of(HEAP, value));
  }

  @Test
  void aPointHasTheHighestValueOfItsPeriod() {
    FigureHistory history = open();
    add(history, 0, 1);
    add(history, 7, 9);
    add(history, 9, 2);
    add(history, 10, 3);

    assertThat(history.points(HEAP, Resolution.TEN_SECONDS))
        .containsExactly(new Point(NOON, 9), new Point(NOON.plusSeconds(10), 3));
    assertThat(history.points(HEAP, Resolution.SECOND)).hasSize(4);
    assertThat(history.points("unknown", Resolution.SECOND)).isEmpty();
  }

  @Test
  void eachResolutionIsBounded() {
    FigureHistory history = open();
    for (int second = 0; second < 5_000; second++) {
      add(history, second, second);
    }

    assertThat(history.points(HEAP, Resolution.SECOND))
        .hasSize(120)
        .last()
        .isEqualTo(new Point(NOON.plusSeconds(4_999), 4_999));
    assertThat(history.points(HEAP, Resolution.TEN_SECONDS)).hasSize(360);
    assertThat(history.points(HEAP, Resolution.MINUTE)).hasSize(84);
  }

  /// There are no points for the time in which nothing ran.
  @Test
  void aRestartLeavesAGap() {
    try (FigureHistory history = open()) {
      add(history, 0, 1);
      add(history, 60, 2);
    }
    FigureHistory again = open();
    again.add(NOON.plusSeconds(600), Map.of("another", 7.0, HEAP, 3.0));

    assertThat(again.points(HEAP, Resolution.MINUTE))
        .containsExactly(
            new Point(NOON, 1),
            new Point(NOON.plusSeconds(60), 2),
            new Point(NOON.plusSeconds(600), 3));
    assertThat(again.points("another", Resolution.MINUTE))
        .containsExactly(new Point(NOON.plusSeconds(600), 7));
    assertThat(again.figures()).containsExactly(HEAP, "another");
  }

  @Test
  void aDamagedFileIsReplaced() throws IOException {
    try (FigureHistory history = open()) {
      add(history, 0, 1);
    }
    Path file = folder.resolve("history");
    byte[] whole = Files.readAllBytes(file);
    for (byte[] bad :
        List.of(
            new byte[0],
            new byte[] {1, 2, 3, 4, 5},
            Arrays.copyOf(whole, whole.length - 1),
            flipped(whole, whole.length - 6),
            random(whole.length))) {
      Files.write(file, bad);
      try (FigureHistory history = open()) {
        assertThat(history.figures()).isEmpty();
        assertThat(folder.resolve("history.damaged")).hasBinaryContent(bad);
        add(history, 5, 1);
      }
      assertThat(open().points(HEAP, Resolution.SECOND)).hasSize(1);
    }
  }

  /// For example, if too many files are open: it may be whole.
  @Test
  void aFileThatCannotBeReadAtTheMomentIsLeftAsItIs(CapturedOutput output) throws IOException {
    try (FigureHistory history = open()) {
      add(history, 0, 1);
    }
    Path file = folder.resolve("history");
    Path whole = Files.move(file, folder.resolve("whole"));
    // Nobody can read a link to itself, not even root.
    Path _ = Files.createSymbolicLink(file, Path.of("history"));
    try (FigureHistory history = open()) {
      add(history, 5, 2);
      assertThat(history.points(HEAP, Resolution.SECOND))
          .containsExactly(new Point(NOON.plusSeconds(5), 2));
    }
    assertThat(file).isSymbolicLink();
    assertThat(folder.resolve("history.damaged")).doesNotExist();
    assertThat(output).containsOnlyOnce("no figures are saved until a restart can read it");

    Path _ = Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(open().points(HEAP, Resolution.SECOND)).containsExactly(new Point(NOON, 1));
  }

  /// The last byte of a value: without the checksum, it would be another point.
  private static byte[] flipped(byte[] bytes, int position) {
    byte[] flipped = bytes.clone();
    flipped[position] ^= 1;
    return flipped;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  @Test
  void theFileIsBounded() throws IOException {
    try (FigureHistory history = open()) {
      Map<String, Double> many = new HashMap<>();
      for (int i = 0; i < 200; i++) {
        many.put("figure " + i, (double) i);
      }
      Instant now = NOON;
      for (int i = 0; i < 3_000; i++) {
        history.add(now, many);
        now = now.plus(Duration.ofMinutes(10));
      }
      assertThat(history.figures()).hasSize(128);
    }
    assertThat(Files.size(folder.resolve("history"))).isLessThan(2L << 20);
    assertThat(open().figures()).hasSize(128);
  }

  /// Otherwise, a clock that was ahead by a year would end the history for a year.
  @Test
  void aClockThatIsSetBackForgetsTheTimeAfter() {
    FigureHistory history = open();
    add(history, 0, 4);
    add(history, 100, 1);
    add(history, 50, 2);

    assertThat(history.points(HEAP, Resolution.SECOND))
        .containsExactly(new Point(NOON, 4), new Point(NOON.plusSeconds(50), 2));
  }

  /// Machines without a battery do, until their clock is set.
  @Test
  void aClockThatStartsIn1970DeletesNothing() {
    FigureHistory history = open();
    add(history, 0, 4);
    for (int second = 0; second < 5_000; second++) {
      history.add(Instant.EPOCH.plusSeconds(second), Map.of(HEAP, 1.0));
    }
    add(history, 60, 2);

    assertThat(history.points(HEAP, Resolution.MINUTE))
        .containsExactly(new Point(NOON, 4), new Point(NOON.plusSeconds(60), 2));
  }

  @Test
  void aClockThatIsSetBackFarIsBelievedWhenItStaysThere() {
    FigureHistory history = open();
    add(history, 0, 4);
    add(history, 86_400, 1);
    for (int second = 60; second < 659; second++) {
      add(history, second, 2);
    }
    assertThat(history.points(HEAP, Resolution.TEN_MINUTES)).hasSize(2);

    add(history, 659, 3);

    assertThat(history.points(HEAP, Resolution.TEN_MINUTES))
        .containsExactly(new Point(NOON, 4), new Point(NOON.plusSeconds(600), 3));
  }

  @Test
  void pointsOlderThanAWeekGoAlsoIfTheNodeWasStoppedForLong() {
    int month = 30 * 86_400;
    try (FigureHistory history = open()) {
      add(history, 0, 1);
    }
    try (FigureHistory history = open()) {
      add(history, month, 2);
      assertThat(history.points(HEAP, Resolution.TEN_MINUTES))
          .containsExactly(new Point(NOON.plusSeconds(month), 2));
    }
    // A clock that was ahead for a moment has deleted nothing.
    try (FigureHistory history = open()) {
      for (int second = 1; second <= 600; second++) {
        add(history, second, 3);
      }
      assertThat(history.points(HEAP, Resolution.TEN_MINUTES))
          .containsExactly(new Point(NOON, 1), new Point(NOON.plusSeconds(600), 3));
      for (int second = 0; second < 600; second++) {
        add(history, month + second, 4);
      }
    }
    // Now they are gone from the file as well: going back shows none.
    FigureHistory history = open();
    for (int second = 601; second <= 1_200; second++) {
      add(history, second, 5);
    }
    assertThat(history.points(HEAP, Resolution.TEN_MINUTES))
        .containsExactly(new Point(NOON.plusSeconds(1_200), 5));
  }

  @Test
  void figuresThatAreNotKeptAreToldOnce(CapturedOutput output) {
    FigureHistory history = open();
    Map<String, Double> many = new HashMap<>();
    for (int i = 0; i < 128; i++) {
      many.put("figure " + i, 1.0);
    }
    history.add(NOON, many);
    assertThat(output).doesNotContain("it does not keep");

    history.add(NOON.plusSeconds(1), Map.of("one more", 1.0));
    history.add(NOON.plusSeconds(2), Map.of("another", 1.0));

    assertThat(output).containsOnlyOnce("it does not keep one more");
    assertThat(output).doesNotContain("it does not keep another");
  }

  @Test
  void anUnknownResolutionIsRefused() {
    assertThatThrownBy(() -> Resolution.of("2s")).isInstanceOf(Rejected.class);
  }
}
