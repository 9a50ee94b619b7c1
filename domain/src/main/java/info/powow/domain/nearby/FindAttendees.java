package info.powow.domain.nearby;

import info.powow.domain.GatheringId;

/// Who goes to a gathering, or may come. Answered with [Attendees].
public record FindAttendees(GatheringId gathering) {}
