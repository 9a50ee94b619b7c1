package info.powow.eventlog.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireEventTest {
  @Test
  void typeAndPositionComeBeforeWhatIsStored() {
    assertThat(text(WireEvent.of("MessageSent", 12, bytes("{\"text\":\"ä\"}"))))
        .isEqualTo("{\"type\":\"messageSent\",\"position\":12,\"text\":\"ä\"}");
  }

  @Test
  void whatHasNoPositionIsGivenNone() {
    assertThat(text(WireEvent.withoutPosition("Read", bytes("{\"upTo\":3}"))))
        .isEqualTo("{\"type\":\"read\",\"upTo\":3}");
  }

  @Test
  void anEventWithoutFieldsIsAnEventToo() {
    assertThat(text(WireEvent.of("Nothing", 0, bytes("{}"))))
        .isEqualTo("{\"type\":\"nothing\",\"position\":0}");
    assertThat(text(WireEvent.withoutPosition("Nothing", bytes("{}"))))
        .isEqualTo("{\"type\":\"nothing\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "\"text\"", " {}"})
  void whatIsNoObjectIsRefused(String stored) {
    assertThatThrownBy(() -> WireEvent.of("MessageSent", 1, bytes(stored)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyEventOnTheWireIsWhatIsStoredWithTwoFieldsMore() {
    EventJson json = new EventJson(EventTypes.ofPowow());
    for (Object event : SampleEvents.all()) {
      String name = json.types().nameOf(event.getClass());
      byte[] stored = json.encode(event);
      var wire = json.mapper().readTree(WireEvent.of(name, 7, stored));

      assertThat(wire.get("type").asString()).isEqualTo(WireEvent.typeOnTheWire(name));
      assertThat(wire.get("position").asLong()).isEqualTo(7);
      assertThat(wire.size()).isEqualTo(json.mapper().readTree(stored).size() + 2);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
