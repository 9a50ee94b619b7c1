package info.powow.command;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.domain.person.PersonCommand;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.UnblockPerson;
import info.powow.domain.person.PersonEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

@Timeout(30)
class PeerCacheInvalidationTest {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");

  private final QueryBus queries = SimpleQueryBus.builder().build();
  private final List<String> forgotten = Collections.synchronizedList(new ArrayList<>());

  private PeerCacheInvalidation node(String name) {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("queries", queries);
    return new PeerCacheInvalidation(
        beans.getBeanProvider(QueryBus.class),
        List.of(
            new InvalidatableCache(
                PersonEvent.class, stream -> forgotten.add(name + " " + stream), () -> {})));
  }

  @Test
  void aBlockIsAnsweredWhenEveryNodeHasForgottenWhatWasBefore() throws Exception {
    PeerCacheInvalidation one = node("one");
    one.join();
    node("two").join();

    one.know(new BlockPerson(ADA, BOB)).get(20, TimeUnit.SECONDS);
    assertThat(forgotten).containsExactlyInAnyOrder("one ada", "two ada");

    one.know(new UnblockPerson(ADA, BOB)).get(20, TimeUnit.SECONDS);
    assertThat(forgotten).hasSize(4);
  }

  @Test
  void nobodyIsAskedAboutAnythingElse() {
    PeerCacheInvalidation one = node("one");
    one.join();
    assertThat(one.know(new PersonCommand.ChangeAvatar(ADA, null)).isDone()).isTrue();
    assertThat(forgotten).isEmpty();
  }
}
