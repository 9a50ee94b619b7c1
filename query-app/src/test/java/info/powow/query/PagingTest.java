package info.powow.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagingTest {
  private static final int THIRD = Paging.MOST_BYTES / 3;

  @Test
  void aPageEndsBeforeItIsTooLong() {
    List<Integer> items = List.of(THIRD, THIRD, THIRD, THIRD);

    assertThat(Paging.fitting(items, Integer::intValue)).hasSize(3);
  }

  @Test
  void aPageHasAtLeastOneItem() {
    List<Integer> items = Collections.nCopies(3, Paging.MOST_BYTES + 1);

    assertThat(Paging.fitting(items, Integer::intValue)).hasSize(1);
  }

  @Test
  void aPageOfShortItemsHasAllOfThem() {
    assertThat(Paging.fitting(List.of(1, 2, 3), Integer::intValue)).containsExactly(1, 2, 3);
    assertThat(Paging.fitting(List.<Integer>of(), Integer::intValue)).isEmpty();
  }
}
