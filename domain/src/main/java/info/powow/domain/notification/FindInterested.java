package info.powow.domain.notification;

import info.powow.domain.GatheringId;

/// Queries the people near a gathering with interests that it fits, whatever their settings; at most
/// [#MAX], the nearest. Answered with [Interested].
public record FindInterested(GatheringId gathering) {
  public static final int MAX = 1_000;
}
