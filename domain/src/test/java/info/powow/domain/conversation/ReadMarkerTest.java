package info.powow.domain.conversation;

import static info.powow.domain.ExamplePeople.EARLIER;
import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static info.powow.domain.ExamplePeople.key;
import static info.powow.domain.Refusals.assertRejected;
import static info.powow.domain.conversation.Story.given;
import static info.powow.domain.conversation.Story.opened;
import static info.powow.domain.conversation.Story.send;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.ReadCommand.MarkRead;
import info.powow.domain.conversation.ReadEvent.Read;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadMarkerTest {
  private static final ConversationId CHAT = ConversationId.ofDirect(ada, bob);

  /// Opened, and one message: positions 0 and 1.
  private static Conversation chat() {
    return given(opened(ada, bob)).when(send(key(1), ada)).state();
  }

  private static List<ReadEvent> read(ReadMarker marker, PersonId by, long upTo) {
    return ReadMarker.decide(marker, new MarkRead(CHAT, by, upTo), chat(), NOW);
  }

  private static ReadMarker after(long upTo) {
    return ReadMarker.evolve(ReadMarker.NOTHING_READ, new Read(CHAT, bob, upTo, EARLIER));
  }

  @Test
  void aMemberHasReadUpToAPosition() {
    assertThat(read(ReadMarker.NOTHING_READ, bob, 1)).containsExactly(new Read(CHAT, bob, 1, NOW));
    assertThat(read(ReadMarker.NOTHING_READ, bob, 0)).containsExactly(new Read(CHAT, bob, 0, NOW));
    assertThat(read(after(0), bob, 1)).containsExactly(new Read(CHAT, bob, 1, NOW));
  }

  @Test
  void readingAgainOrLessIsNothingNew() {
    assertThat(read(after(1), bob, 1)).isEmpty();
    assertThat(read(after(1), bob, 0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 2, 3, Long.MIN_VALUE, Long.MAX_VALUE})
  void onlyWhatIsThereCanBeRead(long upTo) {
    assertRejected(Reason.MESSAGE_NOT_FOUND, () -> read(ReadMarker.NOTHING_READ, bob, upTo));
    assertRejected(Reason.MESSAGE_NOT_FOUND, () -> read(after(1), bob, upTo));
  }

  @Test
  void onlyMembersRead() {
    assertRejected(Reason.CONVERSATION_NOT_FOUND, () -> read(ReadMarker.NOTHING_READ, cleo, 1));
    assertRejected(Reason.CONVERSATION_NOT_FOUND, () -> read(ReadMarker.NOTHING_READ, cleo, 99));
    assertRejected(
        Reason.CONVERSATION_NOT_FOUND,
        () ->
            ReadMarker.decide(
                ReadMarker.NOTHING_READ, new MarkRead(CHAT, ada, 0), Conversation.unopened(), NOW));
  }

  @Test
  void aMarkerOnlyGoesForward() {
    assertThat(after(1)).isEqualTo(new ReadMarker(1));
    assertThat(ReadMarker.evolve(after(1), new Read(CHAT, bob, 0, EARLIER)))
        .isEqualTo(new ReadMarker(1));
    assertThat(ReadMarker.evolve(after(0), new Read(CHAT, bob, 1, EARLIER)))
        .isEqualTo(new ReadMarker(1));
  }
}
