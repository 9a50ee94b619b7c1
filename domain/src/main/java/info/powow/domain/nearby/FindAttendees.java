package info.powow.domain.nearby;

import info.powow.domain.GatheringId;

/// Queries the people who attend a gathering or are interested in it. Answered with [Attendees].
public record FindAttendees(GatheringId gathering) {}
