package info.powow.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CaffeineCacheTest {
  private final CaffeineCache cache = new CaffeineCache(100);
  private final CaffeineCache people = cache.of(String.class);
  private final CaffeineCache conversations = cache.of(Integer.class);

  @Test
  void whatIsKeptUnderTheSameIdAsAnotherKindIsNotFound() {
    people.put("id", "Ada");
    assertThat(people.<String, String>get("id")).isEqualTo("Ada");
    assertThat(conversations.containsKey("id")).isFalse();
  }

  @Test
  void whatIsForgottenIsForgottenOfEveryKindAndNothingElseIs() {
    people.put("a", "Ada");
    conversations.put("a", 1);
    people.put("b", "Bob");
    cache.forget(Set.of("a", "unknown"));
    assertThat(people.containsKey("a")).isFalse();
    assertThat(conversations.containsKey("a")).isFalse();
    assertThat(people.containsKey("b")).isTrue();
  }
}
