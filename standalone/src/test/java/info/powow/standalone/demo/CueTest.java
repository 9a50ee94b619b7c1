package info.powow.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class CueTest {
  @Test
  void aKeyTellsItsCue() {
    for (Cue cue :
        new Cue[] {
          new Cue(0, 0, 0), new Cue(2, 7, 311), new Cue(0xfff, 0x3fff_ffff, Integer.MAX_VALUE)
        }) {
      assertThat(Cue.of(cue.key())).contains(cue);
    }
  }

  @Test
  void aKeyIsAUuidOfTheVersionForOwnUses() {
    UUID key = UUID.fromString(new Cue(1, 2, 3).key());
    assertThat(key.version()).isEqualTo(8);
    assertThat(key.variant()).isEqualTo(2);
  }

  @Test
  void keysOfOthersTellNothing() {
    assertThat(Cue.of("demo-palace")).isEmpty();
    assertThat(Cue.of(UUID.randomUUID().toString())).isEmpty();
  }

  @Test
  void aLaterPerformanceComesAfterEveryStepOfTheOneBefore() {
    assertThat(new Cue(0, 1, 0)).isGreaterThan(new Cue(0, 0, 500));
    assertThat(new Cue(0, 1, 2)).isGreaterThan(new Cue(0, 1, 1));
  }
}
