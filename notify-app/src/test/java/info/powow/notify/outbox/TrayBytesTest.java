package info.powow.notify.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.ConversationId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TrayBytesTest {
  private static final ConversationId CHAT = new ConversationId("chat");
  private static final ConversationId GROUP = new ConversationId("group");

  @Property(tries = 200)
  void aTrayComesBackAsItWas(
      @ForAll @Size(max = 150) List<@LongRange(min = 0) Long> chat,
      @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 300) Long> group) {
    Tray tray = Tray.EMPTY;
    for (long position : chat) {
      tray = tray.with(CHAT, position);
    }
    for (long position : group) {
      tray = tray.with(GROUP, position);
    }
    tray = tray.readUpTo(GROUP, 150);

    Tray back = TrayBytes.decode(TrayBytes.encode(tray));

    assertThat(back).isEqualTo(tray);
    // The order says which conversation is dropped first.
    assertThat(new ArrayList<>(back.unread().keySet()))
        .isEqualTo(new ArrayList<>(tray.unread().keySet()));
    assertThat(new ArrayList<>(back.cleared().keySet()))
        .isEqualTo(new ArrayList<>(tray.cleared().keySet()));
  }

  @Property(tries = 100)
  void positionsAreInOrderAndOnceWhateverTheirOrderWas(
      @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 80) Long> positions) {
    Tray tray = Tray.EMPTY;
    for (long position : positions) {
      tray = tray.with(CHAT, position);
    }

    assertThat(tray.unread().getOrDefault(CHAT, List.of()))
        .isEqualTo(positions.stream().distinct().sorted().toList());
    Tray whole = tray;
    assertThat(positions).allMatch(position -> whole.has(CHAT, position));
  }

  @Test
  void anotherFormatIsAnError() {
    byte[] bytes = TrayBytes.encode(Tray.EMPTY);
    bytes[0] = 9;

    assertThatThrownBy(() -> TrayBytes.decode(bytes)).hasMessageContaining("format 9");
    assertThatThrownBy(() -> TrayBytes.decode(Arrays.copyOf(bytes, 1)))
        .isInstanceOf(RuntimeException.class);
  }
}
