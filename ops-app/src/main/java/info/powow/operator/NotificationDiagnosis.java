package info.powow.operator;

import info.powow.ops.DeliveryFacts.Fact;
import java.util.List;
import java.util.Optional;

/// Draws the conclusion from facts about a message and a person.
final class NotificationDiagnosis {
  static final String SENT = "sent";
  static final String AUTHOR = "author";
  static final String NOT_A_MEMBER = "not_a_member";
  static final String MEMBER = "member";
  static final String READ = "read";
  static final String NOTIFICATION = "notification";
  static final String DELIVERY = "delivery";
  static final String CONNECTED = "connected";

  /// Prefix of a notification that was not sent; the verdict of the rule follows.
  static final String NOTHING = "nothing: ";

  private NotificationDiagnosis() {}

  /// The conclusion, for an operator.
  enum Verdict {
    /// There is no message at this position.
    NEVER_EXISTED,
    /// The person wrote it.
    OWN,
    /// The person was not a member at that position.
    NOT_A_MEMBER,
    /// The person's read marker has passed it.
    READ,
    /// A push service took a notification.
    NOTIFIED,
    /// A rule decided against a notification: the fact `notification` names it.
    HELD,
    /// The person is connected now, and has not read it.
    CONNECTED,
    /// A notification was decided, but is not with a push service yet.
    UNDER_WAY,
    /// The person is not connected, and no notification was decided.
    OFFLINE
  }

  static Verdict of(List<Fact> facts) {
    if (!has(facts, SENT)) {
      return Verdict.NEVER_EXISTED;
    }
    if (has(facts, AUTHOR)) {
      return Verdict.OWN;
    }
    // A person who has read it got it, even if they have left since.
    if (has(facts, READ)) {
      return Verdict.READ;
    }
    if (has(facts, NOT_A_MEMBER)) {
      return Verdict.NOT_A_MEMBER;
    }
    if (facts.stream()
        .anyMatch(each -> each.fact().equals(DELIVERY) && "sent".equals(each.value()))) {
      return Verdict.NOTIFIED;
    }
    Optional<Fact> last =
        facts.stream().filter(each -> each.fact().equals(NOTIFICATION)).reduce((_, newer) -> newer);
    if (last.isPresent()) {
      String value = last.get().value();
      return value != null && value.startsWith(NOTHING) ? Verdict.HELD : Verdict.UNDER_WAY;
    }
    return has(facts, CONNECTED) ? Verdict.CONNECTED : Verdict.OFFLINE;
  }

  private static boolean has(List<Fact> facts, String fact) {
    return facts.stream().anyMatch(each -> each.fact().equals(fact));
  }
}
