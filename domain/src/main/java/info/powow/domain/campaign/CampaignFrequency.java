package info.powow.domain.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/// How many mails of campaigns one person gets, over all campaigns.
///
/// @param most mails in that time, 1 to 100
/// @param within an hour to [#LONGEST]
public record CampaignFrequency(int most, Duration within) {
  /// Sent mails are remembered for this long.
  public static final Duration LONGEST = Campaign.LONGEST.multipliedBy(2);

  public CampaignFrequency {
    if (most < 1 || most > 100) {
      throw new IllegalArgumentException("a person gets 1 to 100 mails of campaigns in that time");
    }
    if (within.compareTo(Duration.ofHours(1)) < 0 || within.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("that time is an hour to 28 days");
    }
  }

  /// Whether a person may get another one.
  ///
  /// @param sent when the person got mails of other campaigns
  public boolean allows(Collection<Instant> sent, Instant now) {
    Instant since = now.minus(within);
    return sent.stream().filter(at -> at.isAfter(since)).count() < most;
  }
}
