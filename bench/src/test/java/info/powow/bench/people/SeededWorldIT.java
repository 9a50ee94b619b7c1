package info.powow.bench.people;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.place.Point;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogOptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeededWorldIT {
  @TempDir Path folder;

  @Test
  void peopleSettleInALogThatAServerOpens() {
    ProgressLine progress = new ProgressLine(new PrintStream(OutputStream.nullOutputStream()));

    new SeededWorld(Cities.load(), 1).settle(folder.resolve("data"), 1_234, progress);

    try (EventLog log = EventLog.open(EventLogOptions.in(folder.resolve("data").resolve("log")))) {
      assertThat(log.head()).isEqualTo(3 * 1_234);
    }
  }

  @Test
  void mostLiveWhereThereAreCitiesAndTheSameSeedIsTheSameWorld() {
    Cities cities = Cities.load();
    Random random = new Random(1);
    Random again = new Random(1);
    Point shanghai = new Point(31.22, 121.46);

    long near =
        IntStream.range(0, 20_000)
            .mapToObj(_ -> {
              Point drawn = cities.draw(random);
              assertThat(cities.draw(again)).isEqualTo(drawn);
              return drawn;
            })
            .filter(point -> point.distanceTo(shanghai) < 50_000)
            .count();

    assertThat(near).isBetween(50L, 2_000L);
  }
}
