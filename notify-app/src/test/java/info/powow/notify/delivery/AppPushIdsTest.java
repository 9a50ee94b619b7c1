package info.powow.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.notification.Relevance;
import info.powow.identity.InstallationSecret;
import info.powow.notify.outbox.OutboxRow;
import info.powow.notify.outbox.OutboxRow.Kind;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AppPushIdsTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123Z");
  private static final PersonId BOB = new PersonId("p".repeat(64));
  private static final ConversationId CHAT = new ConversationId("c".repeat(64));
  private static final DeviceId PHONE = new DeviceId("d".repeat(64));

  private final AppPushIds ids = ids((byte) 1);

  private static AppPushIds ids(byte secret) {
    byte[] bytes = new byte[32];
    bytes[0] = secret;
    return new AppPushIds(InstallationSecret.of(Base64.getEncoder().encodeToString(bytes), null));
  }

  private static OutboxRow message(Kind kind) {
    return new OutboxRow(
        "key", 3, kind, BOB, CHAT, Long.MAX_VALUE, PHONE, Relevance.MENTION, AT, AT, 9, 2);
  }

  @ParameterizedTest
  @EnumSource(names = {"MESSAGE", "REPLACEMENT", "DELETION", "SUMMARY"})
  void anIdOfAMessageSaysWhichToUs(Kind kind) {
    OutboxRow opened = Objects.requireNonNull(ids.open(ids.of(message(kind))));

    assertThat(opened.kind()).isEqualTo(kind);
    assertThat(opened.person()).isEqualTo(BOB);
    assertThat(opened.conversation()).isEqualTo(CHAT);
    assertThat(opened.position()).isEqualTo(Long.MAX_VALUE);
    assertThat(opened.relevance()).isEqualTo(Relevance.MENTION);
    assertThat(opened.since()).isEqualTo(AT);
  }

  @Test
  void anIdOfATestIsAboutADevice() {
    OutboxRow row =
        new OutboxRow(
            OutboxRow.testKey(BOB, PHONE), 1, Kind.TEST, BOB, null, 0, PHONE, null, AT, AT, 0, 0);

    OutboxRow opened = Objects.requireNonNull(ids.open(ids.of(row)));

    assertThat(opened.device()).isEqualTo(PHONE);
    assertThat(opened.key()).isEqualTo(row.key());
  }

  @Test
  void anIdOfAGatheringSaysWhich() {
    GatheringId picnic = new GatheringId("t".repeat(64));
    OutboxRow row =
        OutboxRow.ofGathering(
            "key", Kind.GATHERING, BOB, picnic, PHONE, Relevance.GATHERING_CANCELLED, AT, AT);

    OutboxRow opened = Objects.requireNonNull(ids.open(ids.of(row)));

    assertThat(opened.about()).isEqualTo(picnic.value());
    assertThat(opened.relevance()).isEqualTo(Relevance.GATHERING_CANCELLED);
  }

  /// A push that is sent again after a crash is the same push.
  @Test
  void anIdIsOpaqueAndTheSameAgain() {
    String id = ids.of(message(Kind.MESSAGE));

    assertThat(id).isEqualTo(ids.of(message(Kind.MESSAGE))).matches("[A-Za-z0-9_-]+");
    assertThat(id).hasSameSizeAs(ids.of(message(Kind.DELETION))).doesNotContain("cccc", "pppp");
  }

  @Test
  void nobodyElseCanMakeOne() {
    String id = ids.of(message(Kind.MESSAGE));

    assertThat(ids((byte) 2).open(id)).isNull();
    assertThat(ids.open("")).isNull();
    assertThat(ids.open("\u00e4")).isNull();
    assertThat(ids.open(id + id)).isNull();
    assertThat(ids.open((id.startsWith("A") ? "B" : "A") + id.substring(1))).isNull();
  }
}
