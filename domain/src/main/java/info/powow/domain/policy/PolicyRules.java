package info.powow.domain.policy;

import info.powow.domain.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Limits that an installation might have. At least one.
///
/// @param slowModeSeconds how long somebody waits in a group before sending the next message there
/// @param messagesPerMinute how many messages somebody sends within 60 seconds, in all conversations
/// @param maxTextBytes the length of a text in UTF-8
public record PolicyRules(
    @Nullable Integer slowModeSeconds,
    @Nullable Integer messagesPerMinute,
    @Nullable Integer maxTextBytes) {
  private static final int LONGEST_SECONDS = 86_400;
  private static final int MOST_MESSAGES = 1_000;
  private static final int MOST_BYTES = 1 << 20;

  /// One of the limits.
  public enum Rule {
    SLOW_MODE,
    MESSAGES_PER_MINUTE,
    TEXT_LENGTH
  }

  public PolicyRules {
    require("slowModeSeconds", slowModeSeconds, LONGEST_SECONDS);
    require("messagesPerMinute", messagesPerMinute, MOST_MESSAGES);
    require("maxTextBytes", maxTextBytes, MOST_BYTES);
    if (slowModeSeconds == null && messagesPerMinute == null && maxTextBytes == null) {
      throw Rejected.field("rules", "at least one rule", "none");
    }
  }

  private static void require(String field, @Nullable Integer value, int most) {
    if (value != null && (value < 1 || value > most)) {
      throw Rejected.field(field, "a number from 1 to " + most, "another number");
    }
  }

  /// The limits that are set.
  public List<Rule> set() {
    List<Rule> set = new ArrayList<>(Rule.values().length);
    if (slowModeSeconds != null) {
      set.add(Rule.SLOW_MODE);
    }
    if (messagesPerMinute != null) {
      set.add(Rule.MESSAGES_PER_MINUTE);
    }
    if (maxTextBytes != null) {
      set.add(Rule.TEXT_LENGTH);
    }
    return set;
  }
}
