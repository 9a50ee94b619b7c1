package info.powow.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoundPlaceTest {
  @Test
  void aPlaceComesBackFromWhatClientsAreTold() {
    FoundPlace place = new FoundPlace(1_767_225_600_123L, new ConversationId("c_0-9"), 42);

    assertThat(FoundPlace.parse(place.toString())).contains(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1.2", "1.x.c", "x.1.c", "1.2.", "1.2.a.b", "{\"$gt\":\"\"}"})
  void whatIsNoneOfOursNamesNoPlace(String token) {
    assertThat(FoundPlace.parse(token)).isEmpty();
  }
}
