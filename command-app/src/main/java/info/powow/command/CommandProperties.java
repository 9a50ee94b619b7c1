package info.powow.command;

import info.powow.domain.conversation.ConversationLimits;
import info.powow.domain.person.PersonLimits;
import info.powow.domain.person.PlaceLimits;
import info.powow.domain.place.Grid;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The write side.
///
/// @param cachedAggregates the number of conversations, people and read markers cached between
///     commands; each takes 1 to 15 KB
/// @param snapshotEvery events of a conversation or a person between two snapshots; the maximum
///     number to read when loading one
@ConfigurationProperties("powow.commands")
public record CommandProperties(
    @DefaultValue("20000") long cachedAggregates,
    @DefaultValue("500") int snapshotEvery,
    @DefaultValue Limits limits,
    @DefaultValue Places places,
    @DefaultValue Refusals refusals) {

  /// Facts about refused commands, for analysts.
  ///
  /// @param interval how long refusals are counted before they are recorded together
  /// @param most how many different refusals of all people are recorded in an interval; 0 to record none
  public record Refusals(@DefaultValue("1m") Duration interval, @DefaultValue("512") int most) {
    public Refusals {
      if (!interval.isPositive() || most < 0 || most > 100_000) {
        throw new IllegalArgumentException(
            "powow.commands.refusals.interval is positive, and most lies between 0 and 100000");
      }
    }
  }

  /// The precision and the rate at which people's places are disclosed.
  ///
  /// @param cell the minimum width and height in metres of the cells to which people's places are
  ///     disclosed, 100 to 100,000
  /// @param interval the minimum time between two disclosed places of one person
  /// @param refresh after which time an unchanged cell is disclosed again
  public record Places(
      @DefaultValue("500") int cell,
      @DefaultValue("1m") Duration interval,
      @DefaultValue("6h") Duration refresh) {

    public PlaceLimits limits() {
      return new PlaceLimits(new Grid(cell), interval, refresh);
    }
  }

  /// Limits of commands.
  ///
  /// @param maxTextBytes bytes of UTF-8 in one message, 1 to 131,072
  /// @param maxGroupMembers members of one group, 2 to 10,000
  /// @param maxImages pictures in one message, 0 to 100
  /// @param maxMentions people mentioned in one message, 0 to 1,000
  /// @param maxReactions different emoji on one message, 0 to 100
  /// @param maxPins pinned messages of one conversation, 0 to 1,000
  /// @param maxBlocked people that one person may block, 1 to 100,000
  /// @param maxMuted conversations that one person may mute, 1 to 100,000
  public record Limits(
      @DefaultValue("65536") int maxTextBytes,
      @DefaultValue("1000") int maxGroupMembers,
      @DefaultValue("10") int maxImages,
      @DefaultValue("50") int maxMentions,
      @DefaultValue("20") int maxReactions,
      @DefaultValue("50") int maxPins,
      @DefaultValue("1000") int maxBlocked,
      @DefaultValue("1000") int maxMuted) {

    public ConversationLimits ofConversations() {
      return new ConversationLimits(
          maxTextBytes, maxGroupMembers, maxImages, maxMentions, maxReactions, maxPins);
    }

    public PersonLimits ofPeople() {
      return new PersonLimits(maxBlocked, maxMuted);
    }
  }
}
