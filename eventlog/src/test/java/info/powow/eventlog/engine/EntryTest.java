package info.powow.eventlog.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.006Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0fa1b2c3-1111-4222-8333-444455556666",
        "0FA1B2C3-1111-4222-8333-444455556666",
        "1-1-1-1-1",
        "x",
        "",
        "an id of thirty-six letters, no uuid.",
        "🦉"
      })
  void anEntryIsReadAsItWasWritten(String id) {
    Entry entry =
        Entry.of("gruppe-ä", "Conversation", 7, id, AT, "MessageSent", "2", bytes(1, 2), bytes(3));

    Entry read = Entry.decode(entry.encode(entry.payload()));

    assertThat(read).usingRecursiveComparison().isEqualTo(entry);
    assertThat(read.at()).isEqualTo(AT);
  }

  @Test
  void whatOnlyThisProcessKnowsIsNotWritten() {
    Entry entry =
        Entry.of("s", "T", 0, id(), AT, "E", "1", bytes(), bytes()).withKey("key").withDecoded(1);

    assertThat(entry.key()).contains("key");
    assertThat(entry.decoded()).contains(1);
    assertThat(Entry.decode(entry.encode(entry.payload())).key()).isEmpty();
    assertThat(Entry.decode(entry.encode(entry.payload())).decoded()).isEmpty();
  }

  @Test
  void aNameMayNotBeEndless() {
    Entry entry = Entry.of("s".repeat(1_025), "T", 0, id(), AT, "E", "1", bytes(), bytes());

    assertThatThrownBy(() -> entry.encode(entry.payload()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1024");
  }

  @Test
  void anEntryInALaterFormatIsRefused() {
    byte[] stored = Entry.of("s", "T", 0, id(), AT, "E", "1", bytes(), bytes()).encode(bytes());
    stored[0] = 3;

    assertThatThrownBy(() -> Entry.decode(stored))
        .isInstanceOf(CorruptEventLog.class)
        .hasMessageContaining("format 3");
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
