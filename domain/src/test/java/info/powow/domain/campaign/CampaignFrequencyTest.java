package info.powow.domain.campaign;

import static info.powow.domain.ExamplePeople.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CampaignFrequencyTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final CampaignFrequency TWICE_A_WEEK = new CampaignFrequency(2, WEEK);

  @Test
  void aPersonGetsAsManyAsTheLimitAllows() {
    assertThat(TWICE_A_WEEK.allows(List.of(), NOW)).isTrue();
    assertThat(TWICE_A_WEEK.allows(List.of(NOW), NOW)).isTrue();
    assertThat(TWICE_A_WEEK.allows(List.of(NOW, NOW.minusSeconds(1)), NOW)).isFalse();
  }

  @Test
  void anOlderMailDoesNotCount() {
    assertThat(TWICE_A_WEEK.allows(List.of(NOW.minus(WEEK), NOW.minusSeconds(1)), NOW)).isTrue();
    assertThat(TWICE_A_WEEK.allows(List.of(NOW.minus(WEEK).plusMillis(1), NOW), NOW)).isFalse();
  }

  /// What was sent longer ago is not remembered.
  @Test
  void theTimeIsBounded() {
    assertThatThrownBy(() -> new CampaignFrequency(1, CampaignFrequency.LONGEST.plusMillis(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CampaignFrequency(1, Duration.ofMinutes(59)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CampaignFrequency(0, WEEK))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new CampaignFrequency(1, CampaignFrequency.LONGEST).allows(List.of(), NOW)).isTrue();
  }
}
