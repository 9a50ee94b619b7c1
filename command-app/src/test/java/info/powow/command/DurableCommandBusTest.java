package info.powow.command;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.axon.store.KeyedEventStore;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationCommand.RenameGroup;
import info.powow.ops.Dependencies;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.queryhandling.QueryBus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

@Timeout(30)
class DurableCommandBusTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final ConversationId GROUP = new ConversationId("gabc");
  private static final int COMMANDS = 200;

  private final AtomicLong failedAppends = new AtomicLong();
  private final Queue<CompletableFuture<Void>> unsettled = new ArrayDeque<>();
  private volatile boolean settles;
  private boolean otherWriters;
  private final List<String> refused = Collections.synchronizedList(new ArrayList<>());

  /// The test determines whether the events seen are durable.
  private final KeyedEventStore events =
      (KeyedEventStore)
          Proxy.newProxyInstance(
              KeyedEventStore.class.getClassLoader(),
              new Class<?>[] {KeyedEventStore.class},
              (_, method, _) ->
                  switch (method.getName()) {
                    case "settled" -> settled();
                    case "failedAppends" -> failedAppends.get();
                    case "hasOtherWriters" -> otherWriters;
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  private CompletableFuture<Void> settled() {
    CompletableFuture<Void> settled = new CompletableFuture<>();
    if (settles) {
      settled.complete(null);
    } else {
      unsettled.add(settled);
    }
    return settled;
  }

  @Test
  void whatWasDecidedInVainIsDecidedAgainInItsOrder() throws Exception {
    List<String> decided = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch answered = new CountDownLatch(COMMANDS);
    DurableCommandBus bus = bus();
    bus.subscribe(
        RenameGroup.class.getName(),
        command -> decided.add(((RenameGroup) command.getPayload()).name()));
    List<String> names = IntStream.range(0, COMMANDS).mapToObj(i -> "name " + i).toList();

    names.forEach(name -> bus.dispatch(renaming(name), (_, _) -> answered.countDown()));
    assertThat(decided).isEqualTo(names);
    assertThat(answered.getCount()).isEqualTo(COMMANDS);
    decided.clear();
    failedAppends.incrementAndGet();
    settles = true;
    unsettled.forEach(each -> each.complete(null));

    assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(decided).isEqualTo(names);
  }

  @Test
  void aRefusalThatRestsOnWhatWasSupposedIsDecidedAgain() {
    otherWriters = true;
    settles = true;
    List<Object> answers = new ArrayList<>();
    List<Boolean> supposing = new ArrayList<>();
    DurableCommandBus bus = bus();
    bus.subscribe(
        RenameGroup.class.getName(),
        _ -> {
          supposing.add(CommandReadSet.mayBeSupposed());
          if (supposing.getLast()) {
            throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
          }
          return "as the first time";
        });

    bus.dispatch(renaming("a name"), (_, result) -> answers.add(result.getPayload()));

    assertThat(supposing).containsExactly(true, false);
    assertThat(answers).containsExactly("as the first time");
  }

  @Test
  void nothingIsSupposedWhereTheLogHasNoOtherWriters() {
    settles = true;
    List<Object> answers = new ArrayList<>();
    DurableCommandBus bus = bus();
    bus.subscribe(RenameGroup.class.getName(), _ -> CommandReadSet.mayBeSupposed());

    bus.dispatch(renaming("a name"), (_, result) -> answers.add(result.getPayload()));

    assertThat(answers).containsExactly(false);
  }

  @Test
  void aRefusalIsToldAndAnAcceptedCommandIsNot() {
    settles = true;
    DurableCommandBus bus = bus();
    bus.subscribe(
        RenameGroup.class.getName(),
        command -> {
          if (((RenameGroup) command.getPayload()).name().equals("refused")) {
            throw new Rejected(Reason.CONVERSATION_NOT_FOUND);
          }
          return "accepted";
        });

    bus.dispatch(renaming("accepted"), (_, _) -> {});
    bus.dispatch(renaming("refused"), (_, _) -> {});

    assertThat(refused).containsExactly("CONVERSATION_NOT_FOUND ada");
  }

  private DurableCommandBus bus() {
    return new DurableCommandBus(
        SimpleCommandBus.builder(),
        events,
        new StaleAggregateCheck(events, new CaffeineCache(1)),
        new PeerCacheInvalidation(
            new StaticListableBeanFactory().getBeanProvider(QueryBus.class), List.of()),
        new Dependencies().observed("command"),
        (command, reason) -> refused.add(reason + " " + ((RenameGroup) command).by()));
  }

  private static CommandMessage<?> renaming(String name) {
    return GenericCommandMessage.asCommandMessage(new RenameGroup(GROUP, ADA, name));
  }
}
