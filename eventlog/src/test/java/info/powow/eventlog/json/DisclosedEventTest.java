package info.powow.eventlog.json;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.conversation.Disclosure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DisclosedEventTest {
  private static final String SENT =
      "{\"type\":\"messageSent\",\"position\":7,\"conversationId\":\"c\",\"key\":\"k\",\"sender\":\"a\","
          + "\"text\":\"door \\\"code\\\" 4711\",\"images\":[\"i\"],\"pictures\":[{\"imageId\":\"i\"}],"
          + "\"replyTo\":3,\"mentions\":[\"b\"],\"at\":\"2026-01-01T00:00:00.000Z\"}";

  private static String disclosed(String wire, Disclosure disclosure) {
    return new String(
        DisclosedEvent.of(wire.getBytes(StandardCharsets.UTF_8), disclosure),
        StandardCharsets.UTF_8);
  }

  @Test
  void whatIsShownWholeIsAsItWas() {
    assertThat(disclosed(SENT, Disclosure.WHOLE)).isEqualTo(SENT);
  }

  @Test
  void ofADeletedMessageOnlyWhoSentItAndWhenIsLeft() {
    assertThat(disclosed(SENT, Disclosure.DELETED))
        .isEqualTo(
            "{\"type\":\"messageSent\",\"position\":7,\"conversationId\":\"c\",\"key\":\"k\","
                + "\"sender\":\"a\",\"at\":\"2026-01-01T00:00:00.000Z\",\"withheld\":\"deleted\"}");
  }

  @Test
  void anEditedMessageKeepsWhatTheEditDidNotChange() {
    assertThat(disclosed(SENT, Disclosure.EDITED))
        .doesNotContain("4711")
        .contains("\"images\":[\"i\"]", "\"replyTo\":3", "\"withheld\":\"edited\"");
  }

  @Test
  void everyReasonHasAName() {
    assertThat(DisclosedEvent.REASONS).containsExactly("deleted", "edited", "hidden", "erased");
  }
}
