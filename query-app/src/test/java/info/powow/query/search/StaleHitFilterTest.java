package info.powow.query.search;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.PositionRange;
import info.powow.projection.search.FoundMessages;
import info.powow.projection.search.FoundMessages.Found;
import info.powow.projection.search.MessageQuery;
import info.powow.projection.search.MessageQuery.Visible;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StaleHitFilterTest {
  private static final ConversationId CHAT = new ConversationId("chat");
  private static final List<PositionRange> PART = List.of(PositionRange.startingAt(3));
  private static final MessageQuery QUERY =
      new MessageQuery("tea", List.of(new Visible(CHAT, PART)), null, null, null, 10);

  private static Found found(ConversationId conversation, long position) {
    return new Found(
        conversation, position, new PersonId("ada"), Instant.EPOCH, "tea " + position, List.of());
  }

  @Test
  void whatIsNotSaidAnyMoreIsLeftOut() {
    FoundMessages index = new FoundMessages(List.of(found(CHAT, 4), found(CHAT, 5)), null);
    StaleHitFilter still =
        new StaleHitFilter(
            _ -> index,
            (conversation, texts, visible) -> {
              assertThat(conversation).isEqualTo(CHAT);
              assertThat(texts).containsEntry(4L, "tea 4").containsEntry(5L, "tea 5");
              assertThat(visible.ranges()).isEqualTo(PART);
              return Set.of(5L);
            });

    assertThat(still.find(QUERY).messages()).containsExactly(found(CHAT, 5));
  }

  @Test
  void whatTheIndexHasOfOtherConversationsIsLeftOutToo() {
    ConversationId other = new ConversationId("other");
    StaleHitFilter still =
        new StaleHitFilter(
            _ -> new FoundMessages(List.of(found(other, 1)), null), (_, _, _) -> Set.of(1L));

    assertThat(still.find(QUERY).messages()).isEmpty();
  }
}
