package info.powow.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoundPlaceTest {
  @Test
  void aPlaceComesBackFromWhatClientsAreTold() {
    FoundPlace place = new FoundPlace(1_767_225_600_123L);

    assertThat(FoundPlace.parse(place.toString())).contains(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "0",
        "-1",
        "+1",
        "01",
        "1.2",
        "1.2.a",
        "9223372036854775808",
        "{\"$gt\":\"\"}"
      })
  void whatIsNoneOfOursNamesNoPlace(String token) {
    assertThat(FoundPlace.parse(token)).isEmpty();
  }
}
