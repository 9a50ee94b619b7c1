package info.powow.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcceptedTest {
  private static final ConversationId CHAT = new ConversationId("chat");

  @Test
  void anAnswerSaysWhatWasMadeAndWhereItStands() {
    assertThat(Accepted.at(CHAT, 7)).isEqualTo(new Accepted(CHAT, 7L, null));
    assertThat(Accepted.in(CHAT)).isEqualTo(new Accepted(CHAT, null, null));
    assertThat(Accepted.personal()).isEqualTo(new Accepted(null, null, null));
  }
}
