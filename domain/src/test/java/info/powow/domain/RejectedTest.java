package info.powow.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectedTest {
  @ParameterizedTest
  @EnumSource
  void everyReasonHasACodeInLowerCaseAndASentenceForPeople(Reason reason) {
    assertThat(reason.code()).matches("[a-z]+(_[a-z]+)*").isEqualToIgnoringCase(reason.name());
    assertThat(reason.message()).matches("[A-Z].*\\.");
    assertThat(reason.kind()).isNotNull();
  }

  @Test
  void everyKindIsThereForAReason() {
    assertThat(Arrays.stream(Reason.values()).map(Reason::kind).distinct())
        .containsExactlyInAnyOrder(Reason.Kind.values());
  }

  /// A refusal is created on the path of every message. Filling in a stack trace would cost more
  /// than the decision.
  @Test
  void aRefusalHasTheReasonAndNoStack() {
    Rejected rejected = new Rejected(Reason.GROUP_FULL);

    assertThat(rejected.reason()).isEqualTo(Reason.GROUP_FULL);
    assertThat(rejected).hasMessage(Reason.GROUP_FULL.message());
    assertThat(rejected.getStackTrace()).isEmpty();
  }
}
