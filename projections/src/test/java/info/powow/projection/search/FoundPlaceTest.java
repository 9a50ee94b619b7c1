package info.powow.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoundPlaceTest {
  @Test
  void aPlaceComesBackFromItsToken() {
    FoundPlace place = new FoundPlace(1_767_225_600_123L, "c_0-9", 42);

    assertThat(FoundPlace.of(place.token())).contains(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "!!", "MS4y", "eC55Lno", "{\"$gt\":\"\"}"})
  void whatIsNoTokenOfOursNamesNoPlace(String token) {
    assertThat(FoundPlace.of(token)).isEmpty();
  }
}
