package info.powow.eventlog.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.HoldId;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.eventlog.engine.CorruptEventLog;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLogUnavailable;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.json.SampleEvents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealingTest {
  private static final EventTypes TYPES = EventTypes.ofPowow();
  private static final EventJson JSON = new EventJson(TYPES);
  private static final PersonalFields FIELDS = PersonalFields.of(TYPES);
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.060Z");

  private final FixedKeys keys = new FixedKeys();
  private final Sealing sealing = new Sealing(FIELDS, keys);

  static List<Object> samples() {
    return SampleEvents.all();
  }

  static List<Object> personalSamples() {
    return SampleEvents.all().stream()
        .filter(event -> FIELDS.of(TYPES.nameOf(event.getClass())) != null)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void whatIsOpenedIsWhatWasSealedByteForByte(Object event) {
    Entry entry = entry(event, 7, "id-1");

    Entry opened = sealing.open(entry.withPayload(sealing.seal(entry)));

    assertThat(text(opened.payload())).isEqualTo(text(entry.payload()));
  }

  /// A golden file is never changed or deleted: what was sealed once must be opened for good.
  @ParameterizedTest
  @MethodSource("personalSamples")
  void anEventIsSealedAsItAlwaysWas(Object event) throws IOException {
    Entry entry = entry(event, 7, "id-1");
    String name = event.getClass().getSimpleName();
    String sealed = HexFormat.of().formatHex(sealing.seal(entry));

    String golden = golden(name);

    assertThat(sealed).isEqualTo(golden);
    assertThat(JSON.decode(name, sealing.open(entry.withPayload(bytes(golden))).payload()))
        .isEqualTo(event);
  }

  @ParameterizedTest
  @MethodSource("personalSamples")
  void whatIsLeftOfAnErasedEventCanBeRead(Object event) {
    Entry entry = entry(event, 7, "id-1");
    byte[] stored = sealing.seal(entry);
    sealing.destroy(SealedPayload.decode(stored).owner());

    Entry left = sealing.open(entry.withPayload(stored));

    assertThat(text(left.payload())).endsWith("\"withheld\":\"erased\"}");
    Object decoded = JSON.decode(entry.type(), left.payload());
    assertThat(decoded).isInstanceOf(event.getClass()).isNotEqualTo(event);
  }

  @Test
  void aHoldOpensWhatWasErasedInItsStreamsAndNowhereElse() {
    HoldId hold = new HoldId("h1");
    List<HoldId> holds = List.of(hold);
    Entry message = entry(message("a canary"), 3, "id-1");
    Entry held = message.withPayload(sealing.seal(message));
    Entry elsewhere =
        Entry.of(
            "another", "Type", 3, "id-2", AT, message.type(), "1", message.payload(), new byte[0]);
    Entry gone = elsewhere.withPayload(sealing.seal(elsewhere));

    sealing.keep(hold, "ada", List.of("stream"));
    sealing.destroy("ada");

    assertThat(text(sealing.open(held).payload())).contains("erased").doesNotContain("canary");
    Entry opened = sealing.openHeld(held, holds).orElseThrow();
    assertThat(text(opened.payload())).endsWith("\"withheld\":\"held\"}");
    assertThat(JSON.decode(message.type(), opened.payload())).isEqualTo(message("a canary"));
    assertThat(sealing.disclose(held, holds)).isInstanceOf(Sealing.Disclosed.Opened.class);
    assertThat(sealing.openHeld(gone, holds)).isEmpty();
    assertThat(sealing.openHeld(held, List.of(new HoldId("h")))).isEmpty();
    assertThat(sealing.disclose(gone, holds)).isInstanceOf(Sealing.Disclosed.Erased.class);

    // Too late: the root is destroyed.
    sealing.keep(hold, "ada", List.of("another"));
    assertThat(sealing.openHeld(gone, holds)).isEmpty();
    assertThat(sealing.release(hold)).isEqualTo(1);
    assertThat(sealing.release(hold)).isZero();
    assertThat(sealing.openHeld(held, holds)).isEmpty();
    assertThat(sealing.disclose(held, holds)).isInstanceOf(Sealing.Disclosed.Erased.class);
  }

  @Test
  void whatIsPersonalIsNotInClear() {
    Entry entry = entry(message("a canary"), 3, "id-1");

    byte[] stored = sealing.seal(entry);

    assertThat(text(stored)).doesNotContain("canary").contains("\"sender\":\"ada\"");
  }

  @Test
  void aDecisionThatIsMadeAgainForTheSamePlaceSharesNoNonceAndNoKeyStream() {
    SealedPayload once = SealedPayload.decode(sealing.seal(entry(message("abcdefgh"), 3, "id-1")));
    SealedPayload again = SealedPayload.decode(sealing.seal(entry(message("abcdefgx"), 3, "id-2")));
    SealedPayload sameId =
        SealedPayload.decode(sealing.seal(entry(message("abcdefgx"), 3, "id-1")));

    assertThat(nonce(once)).isNotEqualTo(nonce(again)).isNotEqualTo(nonce(sameId));
    assertThat(Arrays.copyOf(once.sealed(), 8))
        .isNotEqualTo(Arrays.copyOf(again.sealed(), 8))
        .isNotEqualTo(Arrays.copyOf(sameId.sealed(), 8));
  }

  private static byte[] nonce(SealedPayload payload) {
    return Arrays.copyOf(payload.commitment(), 12);
  }

  @Test
  void aPayloadIsBoundToItsPlaceAndToItsPublicPart() {
    Entry entry = entry(message("hello"), 3, "id-1");
    byte[] stored = sealing.seal(entry);
    SealedPayload payload = SealedPayload.decode(stored);
    byte[] otherSender =
        text(payload.publicPart()).replace("ada", "eve").getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> sealing.open(entry(message("hello"), 4, "id-1").withPayload(stored)))
        .isInstanceOf(CorruptEventLog.class);
    assertThatThrownBy(() ->
            sealing.open(
                entry.withPayload(
                    new SealedPayload(
                            payload.owner(),
                            payload.layout(),
                            otherSender,
                            payload.commitment(),
                            payload.sealed())
                        .encode())))
        .isInstanceOf(CorruptEventLog.class);
    for (int i = 1; i < stored.length; i++) {
      byte[] flipped = stored.clone();
      flipped[i] ^= 1;
      int at = i;
      assertThatThrownBy(() -> sealing.open(entry.withPayload(flipped)))
          .as("byte %s", at)
          .isInstanceOfAny(CorruptEventLog.class, EventLogUnavailable.class);
    }
  }

  @Test
  void anUnknownKeyIsAnErrorAndNothingErased() {
    Entry entry = entry(message("hello"), 3, "id-1");
    byte[] stored = sealing.seal(entry);
    Sealing elsewhere = new Sealing(FIELDS, new FixedKeys());

    assertThatThrownBy(() -> elsewhere.open(entry.withPayload(stored)))
        .isInstanceOf(EventLogUnavailable.class)
        .hasMessageContaining("no key of ada");
  }

  @Test
  void nothingIsSealedForSomebodyWhoWasErased() {
    sealing.destroy("ada");

    assertThatThrownBy(() -> sealing.seal(entry(message("hello"), 3, "id-1")))
        .isInstanceOf(EventLogUnavailable.class)
        .hasMessageContaining("ada");
  }

  @Test
  void othersAreStillReadWhenSomebodyWasErased() {
    Entry bobs = entry(message("from Bob", "bob"), 4, "id-2");
    byte[] stored = sealing.seal(bobs);
    sealing.destroy("ada");

    assertThat(text(sealing.open(bobs.withPayload(stored)).payload())).contains("from Bob");
  }

  @Test
  void aSnapshotFromBeforeAnErasureCountsAsNone() {
    Entry snapshot = entry(message("sums up"), 3, "id-1");
    Entry before = snapshot.withPayload(sealing.sealSnapshot(snapshot));
    assertThat(text(before.payload())).doesNotContain("sums up");
    assertThat(sealing.openSnapshot(before))
        .get()
        .extracting(opened -> text(opened.payload()))
        .isEqualTo(text(snapshot.payload()));

    sealing.destroy("ada");

    assertThat(sealing.openSnapshot(before)).isEmpty();
    Entry after = snapshot.withPayload(sealing.sealSnapshot(snapshot));
    assertThat(sealing.openSnapshot(after)).isPresent();
    sealing.destroy("bob");
    assertThat(sealing.openSnapshot(after)).isEmpty();
  }

  @Test
  void anIdempotencyKeyIsKeptUnderANameThatDependsOnASecret() {
    assertThat(sealing.keyName("ada k1"))
        .isEqualTo(sealing.keyName("ada k1"))
        .isNotEqualTo(sealing.keyName("ada k2"))
        .doesNotContain("k1");
  }

  private static MessageSent message(String text) {
    return message(text, "ada");
  }

  private static MessageSent message(String text, String sender) {
    return (MessageSent)
        JSON.decode(
            "MessageSent",
            ("{\"conversationId\":\"c\",\"key\":\"k\",\"sender\":\""
                    + sender
                    + "\",\"text\":\""
                    + text
                    + "\",\"at\":\"2026-01-02T03:04:05.060Z\"}")
                .getBytes(StandardCharsets.UTF_8));
  }

  private static Entry entry(Object event, long sequence, String id) {
    String type = TYPES.nameOf(event.getClass());
    return Entry.of(
        "stream",
        "Type",
        sequence,
        id,
        AT,
        type,
        TYPES.revisionOf(type),
        JSON.encode(event),
        new byte[0]);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String golden(String name) throws IOException {
    String file = "/golden/sealed/" + name + ".hex";
    try (InputStream stored = SealingTest.class.getResourceAsStream(file)) {
      assertThat(stored).as("golden file %s in src/test/resources", file).isNotNull();
      return new String(stored.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }
}
