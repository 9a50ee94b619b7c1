package info.powow.command.person;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import info.powow.domain.PersonId;
import info.powow.domain.place.Offset;
import info.powow.identity.InstallationSecret;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedPlaceOffsetsTest {
  private static KeyedPlaceOffsets offsets(int secret) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) secret;
    return new KeyedPlaceOffsets(
        InstallationSecret.of(Base64.getEncoder().encodeToString(bytes), null));
  }

  @Test
  void anOffsetIsTheSameOnEveryNodeAndAnotherForEverybody() {
    PersonId ada = new PersonId("ada");

    assertThat(offsets(1).of(ada))
        .isEqualTo(offsets(1).of(ada))
        .isNotEqualTo(offsets(1).of(new PersonId("bob")))
        .isNotEqualTo(offsets(2).of(ada));
  }

  @Test
  void offsetsAreSpreadEvenlyOverACell() {
    KeyedPlaceOffsets offsets = offsets(1);
    List<Offset> all =
        IntStream.range(0, 10_000).mapToObj(i -> offsets.of(new PersonId("p" + i))).toList();

    for (int tenth = 0; tenth < 10; tenth++) {
      double from = -0.5 + tenth / 10.0;
      assertThat(all.stream().filter(it -> it.north() >= from && it.north() < from + 0.1).count())
          .isCloseTo(1_000, within(120L));
      assertThat(all.stream().filter(it -> it.east() >= from && it.east() < from + 0.1).count())
          .isCloseTo(1_000, within(120L));
    }
    assertThat(all.stream().mapToDouble(it -> it.north() * it.east()).average().orElseThrow())
        .isCloseTo(0, within(0.004));
  }
}
