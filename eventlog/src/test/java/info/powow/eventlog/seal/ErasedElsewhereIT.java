package info.powow.eventlog.seal;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.person.PersonEvent.PersonErased;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.keys.KeyFolder;
import info.powow.eventlog.keys.MasterKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two processes share a key folder, and one of them erases.
class ErasedElsewhereIT {
  private static final EventTypes TYPES = EventTypes.ofPowow();
  private static final EventJson JSON = new EventJson(TYPES);
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.060Z");
  private static final PersonId ADA = new PersonId("ada");

  @TempDir private Path folder;

  @Test
  void whoReadsThatSomebodyWasErasedForgetsTheKey() {
    Sealing here = process();
    Entry message =
        entry(
            "c",
            new MessageSent(
                new ConversationId("c"),
                new CommandKey("k"),
                ADA,
                "a canary",
                List.of(),
                List.of(),
                null,
                List.of(),
                AT));
    Entry stored = message.withPayload(here.seal(message));
    Sealing elsewhere = process();
    assertThat(text(elsewhere.open(stored))).contains("a canary");

    here.destroy("ada");
    Entry _ = elsewhere.open(entry("ada", new PersonErased(ADA, AT)));

    assertThat(text(elsewhere.open(stored)))
        .doesNotContain("a canary")
        .contains("\"withheld\":\"erased\"");
  }

  private Sealing process() {
    Path keys = folder.resolve("keys");
    return new Sealing(
        PersonalFields.of(TYPES),
        KeyFolder.open(keys, MasterKey.of(null, null, keys), Clock.systemUTC()));
  }

  private static Entry entry(String stream, Object event) {
    String type = TYPES.nameOf(event.getClass());
    return Entry.of(
        stream, "Type", 1, "id", AT, type, TYPES.revisionOf(type), JSON.encode(event), new byte[0]);
  }

  private static String text(Entry entry) {
    return new String(entry.payload(), StandardCharsets.UTF_8);
  }
}
