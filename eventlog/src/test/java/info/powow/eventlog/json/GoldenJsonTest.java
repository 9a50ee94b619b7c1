package info.powow.eventlog.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The log format is a contract. A golden file is never changed or deleted. A changed event gets a
/// new revision (in `EventTypes`), a file `<Type>.<revision>.json`, and an upcaster from the
/// previous one.
class GoldenJsonTest {
  private static final EventTypes TYPES = EventTypes.ofPowow();
  private static final EventJson JSON = new EventJson(TYPES);

  @Test
  void everyTypeHasASample() {
    assertThat(SampleEvents.all().stream().<Class<?>>map(Object::getClass).toList())
        .containsExactlyInAnyOrderElementsOf(TYPES.classes());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void anEventIsWrittenAsItAlwaysWasAndReadBackEqual(Object event) throws IOException {
    String name = TYPES.nameOf(event.getClass());
    String golden = golden(name, TYPES.revisionOf(name));

    assertThat(new String(JSON.encode(event), StandardCharsets.UTF_8)).isEqualTo(golden);
    assertThat(JSON.decode(name, golden.getBytes(StandardCharsets.UTF_8))).isEqualTo(event);
  }

  @Test
  void aMessageFromBeforeItSaidHowItsPicturesAreLaidOutIsStillRead() throws IOException {
    String golden = golden("MessageSent-without-pictures", EventTypes.FIRST_REVISION);

    assertThat(JSON.decode("MessageSent", golden.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(SampleEvents.WITHOUT_PICTURES);
  }

  static List<Object> samples() {
    return SampleEvents.all();
  }

  private static String golden(String name, String revision) throws IOException {
    String file =
        revision.equals(EventTypes.FIRST_REVISION)
            ? "/golden/" + name + ".json"
            : "/golden/" + name + "." + revision + ".json";
    try (InputStream stored = GoldenJsonTest.class.getResourceAsStream(file)) {
      assertThat(stored).as("golden file %s in src/test/resources", file).isNotNull();
      return new String(stored.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    }
  }
}
