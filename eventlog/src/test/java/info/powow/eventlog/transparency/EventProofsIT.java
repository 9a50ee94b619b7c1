package info.powow.eventlog.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogObserver;
import info.powow.eventlog.engine.EventLogOptions;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.keys.KeyFolder;
import info.powow.eventlog.keys.MasterKey;
import info.powow.eventlog.seal.PersonalFields;
import info.powow.eventlog.seal.Sealing;
import info.powow.eventlog.seal.Sealing.Disclosed;
import info.powow.eventlog.transparency.EventProofs.ProvableEntry;
import info.powow.tlog.Leaf;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is disclosed of one event says nothing about another.
@Timeout(60)
class EventProofsIT {
  private static final EventTypes TYPES = EventTypes.ofPowow();
  private static final EventJson JSON = new EventJson(TYPES);

  private static Entry said(int sequence) {
    MessageSent event =
        new MessageSent(
            new ConversationId("c1"),
            new CommandKey("k" + sequence),
            new PersonId("ada"),
            "Always the same words",
            List.of(),
            List.of(),
            null,
            List.of(),
            Instant.EPOCH);
    return Entry.of(
        "c1",
        "Conversation",
        sequence,
        new UUID(7, sequence).toString(),
        Instant.EPOCH,
        "MessageSent",
        "1",
        JSON.encode(event),
        new byte[0]);
  }

  @Test
  void aDisclosureOpensOneCommitmentAndNoOther(@TempDir Path folder) throws Exception {
    Path keys = folder.resolve("keys");
    Sealing sealing =
        new Sealing(
            PersonalFields.of(TYPES),
            KeyFolder.open(keys, MasterKey.of(null, null, keys), Clock.systemUTC()));
    try (EventLog log =
            EventLog.open(
                EventLogOptions.in(folder.resolve("log")), EventLogObserver.NONE, sealing);
        TransparencyLog transparency =
            new TransparencyLog(
                log,
                sealing,
                CheckpointKeys.open(keys, sealing, "powow/" + log.epoch()),
                folder.resolve("tlog"),
                Duration.ofMillis(1),
                false,
                Clock.systemUTC())) {
      log.append(IntStream.range(0, 9).mapToObj(EventProofsIT::said).toList()).join();
      transparency.start();
      EventProofs proofs = new EventProofs(log, sealing, transparency);
      List<ProvableEntry> events = proofs.read("c1", 0, 100);

      assertThat(events).hasSize(9);
      for (ProvableEntry opened : events) {
        assertThat(opened.content()).isInstanceOf(Disclosed.Opened.class);
        if (opened.content() instanceof Disclosed.Opened disclosed) {
          String personal = new String(disclosed.personalPart(), StandardCharsets.UTF_8);
          assertThat(personal).contains("Always the same words");
          for (int i = 0; i < events.size(); i++) {
            Leaf leaf = events.get(i).leaf();
            boolean opens =
                java.util.Arrays.equals(
                    Leaf.commitment(disclosed.r(), disclosed.personalPart()), leaf.commitment());
            assertThat(opens).isEqualTo(events.get(i) == opened);
            // The key of an event is no key of a stream.
            assertThat(disclosed.r()).isNotEqualTo(proofs.tagKey("c1"));
          }
        }
      }
      assertThat(proofs.checkpoint(9, Duration.ofSeconds(30))).isPresent();
      assertThat(proofs.checkpoint(10, Duration.ZERO)).isEmpty();

      sealing.destroy("ada");
      assertThat(proofs.read("c1", 3, 1).getFirst().content())
          .isInstanceOfSatisfying(
              Disclosed.Erased.class,
              erased ->
                  assertThat(erased.commitment()).isEqualTo(events.get(3).leaf().commitment()));
      assertThat(proofs.read("c1", 3, 1).getFirst().leaf()).isEqualTo(events.get(3).leaf());
    }
  }
}
