package info.powow.operator;

import static info.powow.operator.Reports.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.ops.DeliveryFacts.Fact;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotificationDiagnosisTest {
  private static Fact fact(String fact, @Nullable String value) {
    return new Fact(fact, value, NOW);
  }

  /// What is known of a message to a member, and more.
  private static NotificationDiagnosis.Verdict sent(Fact... more) {
    List<Fact> facts = new ArrayList<>(List.of(fact("sent", null)));
    facts.addAll(List.of(more));
    return NotificationDiagnosis.of(facts);
  }

  @Test
  void eachReasonHasItsVerdict() {
    Fact member = fact("member", null);
    Fact connected = fact("connected", "2");
    Fact push = fact("notification", "push: push");

    assertThat(NotificationDiagnosis.of(List.of()))
        .isEqualTo(NotificationDiagnosis.Verdict.NEVER_EXISTED);
    assertThat(sent(fact("author", null), member)).isEqualTo(NotificationDiagnosis.Verdict.OWN);
    assertThat(sent(fact("not_a_member", null), connected))
        .isEqualTo(NotificationDiagnosis.Verdict.NOT_A_MEMBER);
    assertThat(sent(member, push, fact("delivery", "sent"), fact("read", null)))
        .isEqualTo(NotificationDiagnosis.Verdict.READ);
    assertThat(sent(member, push, fact("delivery", "failed"), fact("delivery", "sent")))
        .isEqualTo(NotificationDiagnosis.Verdict.NOTIFIED);
    assertThat(sent(member, push, fact("delivery", "failed")))
        .isEqualTo(NotificationDiagnosis.Verdict.UNDER_WAY);
    assertThat(
            sent(
                member,
                fact("notification", "wait: active"),
                fact("notification", "nothing: read")))
        .isEqualTo(NotificationDiagnosis.Verdict.HELD);
    assertThat(sent(member, fact("notification", "nothing: muted"), connected))
        .isEqualTo(NotificationDiagnosis.Verdict.HELD);
    assertThat(sent(member, fact("notification", "wait: quiet_hours")))
        .isEqualTo(NotificationDiagnosis.Verdict.UNDER_WAY);
    assertThat(sent(member, connected)).isEqualTo(NotificationDiagnosis.Verdict.CONNECTED);
    assertThat(sent(member)).isEqualTo(NotificationDiagnosis.Verdict.OFFLINE);
  }
}
