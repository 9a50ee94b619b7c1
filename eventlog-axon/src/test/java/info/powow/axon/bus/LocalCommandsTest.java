package info.powow.axon.bus;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Accepted;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ReadCommand;
import info.powow.domain.conversation.ReadCommand.MarkRead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LocalCommandsTest {
  private static final ConversationId CHAT = new ConversationId("chat");
  private static final PersonId ADA = new PersonId("ada");

  private final Serializer messages = MessageSerialization.serializer();
  private final CommandBatchCodec parts = new CommandBatchCodec(messages);
  private final SimpleCommandBus local = SimpleCommandBus.builder().build();
  private final LocalCommands commands =
      new LocalCommands(local, new CommandRouting(), parts, KeyedSerialExecutor.ofTasks());
  private final List<Long> handled = Collections.synchronizedList(new ArrayList<>());

  LocalCommandsTest() {
    local.subscribe(
        MarkRead.class.getName(), command -> handle((ReadCommand) command.getPayload()));
  }

  private Accepted handle(ReadCommand command) {
    MarkRead read = (MarkRead) command;
    handled.add(read.upTo());
    if (read.upTo() == 3) {
      throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
    }
    if (read.upTo() == 4) {
      throw new IllegalStateException("a secret");
    }
    return Accepted.at(read.conversation(), read.upTo());
  }

  private static CommandMessage<?> read(long upTo) {
    return GenericCommandMessage.asCommandMessage(new MarkRead(CHAT, ADA, upTo));
  }

  private <T> T travelled(T what) {
    return messages.deserialize(messages.serialize(what, byte[].class));
  }

  @Test
  void commandsThatComeTogetherAreHandledInTheirOrderAndAnsweredEach() {
    CommandBatch together =
        new CommandBatch(
            CHAT.value(), LongStream.range(0, 6).mapToObj(i -> parts.part(read(i))).toList());
    CompletableFuture<CommandResultMessage<?>> result = new CompletableFuture<>();
    commands.<CommandBatch, Object>dispatch(
        new GenericCommandMessage<>(travelled(together)), (_, answer) -> result.complete(answer));

    CommandBatch.Answers answers = travelled((CommandBatch.Answers) result.join().getPayload());
    assertThat(handled).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(answers.answers()).hasSize(6);
    List<CommandResultMessage<?>> results =
        answers.answers().stream().<CommandResultMessage<?>>map(parts::result).toList();
    assertThat(results.get(5).getPayload()).isEqualTo(Accepted.at(CHAT, 5));
    assertThat(results.get(3).exceptionResult())
        .isInstanceOfSatisfying(
            Rejected.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.CONVERSATION_NOT_FOUND));
    assertThat(results.get(4).exceptionResult())
        .isNotInstanceOf(Rejected.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void aRefusalKeepsItsFieldOnTheWay() {
    Rejected refusal = Rejected.at("capacity", Reason.INVALID_CAPACITY);

    Rejected arrived = CommandBatchCodec.refusal(CommandBatchCodec.written(refusal)).orElseThrow();
    assertThat(arrived.reason()).isEqualTo(Reason.INVALID_CAPACITY);
    assertThat(arrived.error()).isEqualTo(refusal.error());

    Rejected plain = new Rejected(Reason.GROUP_FULL);
    assertThat(CommandBatchCodec.refusal(CommandBatchCodec.written(plain)).orElseThrow().error())
        .isNull();
    assertThat(CommandBatchCodec.refusal("no_such_code")).isEmpty();
    assertThat(CommandBatchCodec.refusal(5)).isEmpty();
  }

  @Test
  void whatWentWrongOnTheWayIsNoFaultOfTheCommand() {
    assertThat(LocalCommands.received(new CompletionException(new IOException("connection reset"))))
        .isInstanceOfSatisfying(
            Rejected.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.LOG_UNAVAILABLE));
    assertThat(LocalCommands.received(new CommandExecutionException("in the handler", null)))
        .isInstanceOf(CommandExecutionException.class);
  }
}
