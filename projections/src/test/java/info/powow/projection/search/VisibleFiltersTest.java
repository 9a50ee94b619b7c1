package info.powow.projection.search;

import static org.assertj.core.api.Assertions.assertThat;

import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import info.powow.domain.ConversationId;
import info.powow.domain.conversation.PositionRange;
import info.powow.projection.search.MessageQuery.Visible;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VisibleFiltersTest {
  private static Visible visible(int number, PositionRange... ranges) {
    return new Visible(new ConversationId("c" + number), List.of(ranges));
  }

  private static int clauses(Query query) {
    if (!query.isBool()) {
      return 1;
    }
    return 1
        + query.bool().should().stream().mapToInt(VisibleFiltersTest::clauses).sum()
        + query.bool().filter().stream().mapToInt(VisibleFiltersTest::clauses).sum();
  }

  private static Set<String> conversations(Query filter) {
    Set<String> ids = new HashSet<>();
    for (Query part : filter.bool().should()) {
      if (part.isTerms()) {
        part.terms().terms().value().forEach(value -> ids.add(value.stringValue()));
      } else {
        ids.add(part.bool().filter().getFirst().term().value().stringValue());
      }
    }
    return ids;
  }

  @Test
  void howeverManyGroupsSomebodyIsInNoFilterIsTooLarge() {
    List<Visible> within = new ArrayList<>();
    IntStream.range(0, 2_500).forEach(i -> within.add(visible(i, PositionRange.startingAt(7))));
    IntStream.range(2_500, 9_000).forEach(i -> within.add(visible(i, PositionRange.startingAt(0))));
    PositionRange[] stays =
        LongStream.range(0, 400)
            .mapToObj(i -> new PositionRange(10 * i, 10 * i + 5))
            .toArray(PositionRange[]::new);
    IntStream.range(9_000, 9_100).forEach(i -> within.add(visible(i, stays)));

    List<Query> filters = VisibleFilters.of(within);

    assertThat(filters).hasSizeBetween(10, 40);
    assertThat(filters).allSatisfy(filter -> assertThat(clauses(filter)).isLessThan(1_024));
    for (int i = 0; i < 9_100; i += 50) {
      String id = "c" + i;
      assertThat(filters.stream().filter(filter -> conversations(filter).contains(id)))
          .as("one filter has %s", id)
          .hasSize(1);
    }
  }

  @Test
  void thereIsAnEndToIt() {
    List<Visible> within =
        IntStream.range(0, 20_000).mapToObj(i -> visible(i, PositionRange.startingAt(7))).toList();
    assertThat(VisibleFilters.of(within)).hasSize(64);
  }

  @Test
  void whoSeesNothingAsksNothing() {
    assertThat(VisibleFilters.of(List.of())).isEmpty();
    assertThat(VisibleFilters.of(List.of(visible(1)))).isEmpty();
  }
}
