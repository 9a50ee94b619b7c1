package info.powow.bench.jmh;

import info.powow.domain.ConversationId;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.Decision;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Deciding on a message, and applying its event.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecideBenchmark {
  private static final int SENDS = 1 << 12;

  private final SendMessage[] toDirect = sends(SampleConversations.DIRECT);
  private final SendMessage[] toGroup = sends(SampleConversations.GROUP);
  private final Conversation direct = SampleConversations.direct();
  private final Conversation group = SampleConversations.groupOf(100);
  private Conversation evolving = SampleConversations.direct();
  private int next;

  /// Created in advance, because the decision is measured, not the parsing of a frame.
  private static SendMessage[] sends(ConversationId conversation) {
    SendMessage[] sends = new SendMessage[SENDS];
    for (int i = 0; i < SENDS; i++) {
      sends[i] = SampleConversations.send(conversation, 1_000_000L + i);
    }
    return sends;
  }

  @Benchmark
  public Decision decideInPrivate() {
    return decide(direct, toDirect);
  }

  @Benchmark
  public Decision decideInAGroupOfAHundred() {
    return decide(group, toGroup);
  }

  @Benchmark
  public Conversation decideAndEvolve() {
    evolving = SampleConversations.after(evolving, decide(evolving, toDirect));
    return evolving;
  }

  private Decision decide(Conversation state, SendMessage[] sends) {
    return Conversation.decide(state, sends[next++ & SENDS - 1], SampleConversations.CIRCUMSTANCES);
  }
}
