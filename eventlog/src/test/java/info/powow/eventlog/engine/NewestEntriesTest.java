package info.powow.eventlog.engine;

import static info.powow.eventlog.engine.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NewestEntriesTest {
  @Test
  void theNewestStayAndTheOldestGo() {
    NewestEntries newest = new NewestEntries(4, Long.MAX_VALUE);
    LongStream.rangeClosed(1, 10).forEach(index -> add(newest, index, "x"));

    assertThat(LongStream.rangeClosed(0, 12).filter(index -> newest.at(index) != null))
        .containsExactly(7L, 8L, 9L, 10L);
    assertThat(newest.at(8)).extracting(Logged::index).isEqualTo(8L);
  }

  @Test
  void theirWeightIsBounded() {
    int one = entry("stream", 1, "x".repeat(1_000)).weight();
    NewestEntries newest = new NewestEntries(1_024, 3L * one);
    LongStream.rangeClosed(1, 9).forEach(index -> add(newest, index, "x".repeat(1_000)));

    assertThat(LongStream.rangeClosed(1, 9).filter(index -> newest.at(index) != null))
        .containsExactly(7L, 8L, 9L);
  }

  @Test
  void whatIsHeavierThanAllowedIsNotKeptAndTheNextOneIs() {
    NewestEntries newest = new NewestEntries(1_024, 1_000);
    add(newest, 1, "x");
    add(newest, 2, "x".repeat(2_000));
    add(newest, 3, "x");

    assertThat(LongStream.rangeClosed(1, 3).filter(index -> newest.at(index) != null))
        .containsExactly(3L);
  }

  @Test
  void afterAGapOnlyWhatWasAddedIsThere() {
    NewestEntries newest = new NewestEntries(4, Long.MAX_VALUE);
    add(newest, 1, "x");
    add(newest, 2, "x");
    add(newest, 100, "x");

    assertThat(newest.at(99)).isNull();
    assertThat(newest.at(100)).isNotNull();
  }

  private static void add(NewestEntries newest, long index, String payload) {
    newest.add(new Logged(index, entry("stream", index, payload)));
  }
}
