package info.powow.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.engine.Entry;
import info.powow.operator.LocalOperations.StoppedStream;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoppedEventTypesTest {
  private static final String GROUP = "g1";

  private final Log log = new Log();
  private final StoppedEventTypes types = new StoppedEventTypes(log);

  /// Every stream has one event, whose content cannot be decoded.
  private static final class Log implements EventSource {
    private int answers = Integer.MAX_VALUE;
    private int reads;

    @Override
    public List<LoggedEvent> read(String stream, long fromSequence, int maxCount) {
      reads++;
      if (reads > answers) {
        throw new IllegalStateException("away");
      }
      byte[] nothing = {};
      Entry entry =
          Entry.of(
              stream, "", 7, stream + " 7", Instant.EPOCH, "MessageSent", "1", nothing, nothing);
      return fromSequence > 7
          ? List.of()
          : List.of(
              new LoggedEvent(
                  1,
                  entry,
                  _ -> {
                    throw new IllegalStateException("unreadable");
                  }));
    }

    @Override
    public String epoch() {
      return "memory";
    }

    @Override
    public long head() {
      return 1;
    }

    @Override
    public Cursor openAfter(long index) {
      throw new UnsupportedOperationException("nothing here follows the log");
    }

    @Override
    public OptionalLong lastSequence(String stream) {
      return OptionalLong.of(7);
    }
  }

  private static List<StoppedStream> stopped(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            n -> new StoppedStream("views", "g" + n, 7, null, n, "IOException", Instant.EPOCH))
        .toList();
  }

  @Test
  void theTypeIsKnownAlsoIfTheContentIsUnreadable() {
    assertThat(types.of(GROUP, 7)).isEqualTo("MessageSent");
  }

  @Test
  void anEventThatIsMissingHasNone() {
    assertThat(types.of(GROUP, 8)).isNull();
    // The stream begins later.
    assertThat(types.of(GROUP, 6)).isNull();
  }

  /// Otherwise, an operator would be told that the event is of a kind that cannot be skipped.
  @Test
  void aLogThatIsAwayIsNotAnUnknownType() {
    log.answers = 0;

    assertThatThrownBy(() -> types.of(GROUP, 7))
        .isInstanceOfSatisfying(
            Rejected.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.LOG_UNAVAILABLE));
  }

  @Test
  void theFirst200AreLookedUp() {
    StoppedEventTypes.Typed typed = types.typed(stopped(300));

    assertThat(typed.complete()).isTrue();
    assertThat(typed.streams()).hasSize(300);
    assertThat(typed.streams().get(199).eventType()).isEqualTo("MessageSent");
    assertThat(typed.streams().get(200).eventType()).isNull();
    assertThat(log.reads).isEqualTo(200);
  }

  @Test
  void theFirstFailureIsTheLast() {
    log.answers = 2;

    StoppedEventTypes.Typed typed = types.typed(stopped(50));

    assertThat(typed.complete()).isFalse();
    assertThat(typed.streams()).hasSize(50);
    assertThat(typed.streams())
        .extracting(StoppedStream::eventType)
        .startsWith("MessageSent", "MessageSent", null);
    assertThat(log.reads).isEqualTo(3);
  }
}
