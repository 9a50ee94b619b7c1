package info.powow.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.http.server.SharedBudget.Answer;
import org.junit.jupiter.api.Test;

class SharedBudgetTest {
  private final SharedBudget shares = new SharedBudget(100, 40);

  @Test
  void nobodyGetsMoreThanTheirShareAndAllTogetherNoMoreThanThereIs() {
    assertThat(shares.take("a", 40)).isEqualTo(Answer.GIVEN);
    assertThat(shares.take("a", 1)).isEqualTo(Answer.TOO_MUCH_FOR_ONE);
    assertThat(shares.take("b", 40)).isEqualTo(Answer.GIVEN);
    assertThat(shares.take("c", 21)).isEqualTo(Answer.ALL_TAKEN);
    assertThat(shares.take("c", 20)).isEqualTo(Answer.GIVEN);
    assertThat(shares.total()).isEqualTo(100);
  }

  @Test
  void whatIsGivenBackCanBeTakenAgainAndWhoHasNothingIsForgotten() {
    assertThat(shares.take("a", 40)).isEqualTo(Answer.GIVEN);
    shares.give("a", 40);

    assertThat(shares.holders()).isZero();
    assertThat(shares.total()).isZero();
    assertThat(shares.take("a", 40)).isEqualTo(Answer.GIVEN);
  }

  @Test
  void whoHasNoShareOfTheirOwnIsBoundOnlyByAllThereIs() {
    assertThat(shares.take(null, 100)).isEqualTo(Answer.GIVEN);
    assertThat(shares.take(null, 1)).isEqualTo(Answer.ALL_TAKEN);
    shares.give(null, 100);
    assertThat(shares.total()).isZero();
  }
}
