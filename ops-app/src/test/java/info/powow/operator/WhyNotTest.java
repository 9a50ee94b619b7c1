package info.powow.operator;

import static info.powow.operator.Reports.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.ops.DeliveryFacts.Fact;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WhyNotTest {
  private static Fact fact(String fact, @Nullable String value) {
    return new Fact(fact, value, NOW);
  }

  /// What is known of a message to a member, and more.
  private static WhyNot.Verdict sent(Fact... more) {
    List<Fact> facts = new ArrayList<>(List.of(fact("sent", null)));
    facts.addAll(List.of(more));
    return WhyNot.of(facts);
  }

  @Test
  void eachReasonHasItsVerdict() {
    Fact member = fact("member", null);
    Fact connected = fact("connected", "2");
    Fact push = fact("notification", "push: push");

    assertThat(WhyNot.of(List.of())).isEqualTo(WhyNot.Verdict.NEVER_EXISTED);
    assertThat(sent(fact("author", null), member)).isEqualTo(WhyNot.Verdict.OWN);
    assertThat(sent(fact("not_a_member", null), connected)).isEqualTo(WhyNot.Verdict.NOT_A_MEMBER);
    assertThat(sent(member, push, fact("delivery", "sent"), fact("read", null)))
        .isEqualTo(WhyNot.Verdict.READ);
    assertThat(sent(member, push, fact("delivery", "failed"), fact("delivery", "sent")))
        .isEqualTo(WhyNot.Verdict.NOTIFIED);
    assertThat(sent(member, push, fact("delivery", "failed"))).isEqualTo(WhyNot.Verdict.UNDER_WAY);
    assertThat(
            sent(
                member,
                fact("notification", "wait: active"),
                fact("notification", "nothing: read")))
        .isEqualTo(WhyNot.Verdict.HELD);
    assertThat(sent(member, fact("notification", "nothing: muted"), connected))
        .isEqualTo(WhyNot.Verdict.HELD);
    assertThat(sent(member, fact("notification", "wait: quiet_hours")))
        .isEqualTo(WhyNot.Verdict.UNDER_WAY);
    assertThat(sent(member, connected)).isEqualTo(WhyNot.Verdict.CONNECTED);
    assertThat(sent(member)).isEqualTo(WhyNot.Verdict.OFFLINE);
  }
}
