package info.powow.domain.conversation;

/// Limits of one conversation.
///
/// @param maxTextBytes bytes of UTF-8 in one message
/// @param maxGroupMembers members of one group
/// @param maxImages pictures in one message
/// @param maxMentions people mentioned in one message
/// @param maxReactions different emoji on one message
/// @param maxPins pinned messages of one conversation
public record ConversationLimits(
    int maxTextBytes,
    int maxGroupMembers,
    int maxImages,
    int maxMentions,
    int maxReactions,
    int maxPins) {

  public static final ConversationLimits DEFAULT =
      new ConversationLimits(65_536, 1_000, 10, 50, 20, 50);

  public ConversationLimits {
    requireBetween("maxTextBytes", maxTextBytes, 1, 131_072);
    requireBetween("maxGroupMembers", maxGroupMembers, 2, 10_000);
    requireBetween("maxImages", maxImages, 0, 100);
    requireBetween("maxMentions", maxMentions, 0, 1_000);
    requireBetween("maxReactions", maxReactions, 0, 100);
    requireBetween("maxPins", maxPins, 0, 1_000);
  }

  private static void requireBetween(String name, int value, int low, int high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "%s must be between %d and %d, but is %d".formatted(name, low, high, value));
    }
  }
}
