package info.powow.domain.notification;

import info.powow.domain.PersonId;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.Schedule;
import java.time.Instant;

/// Something about a gathering that people may have to be notified of.
///
/// @param what one of the relevances of gatherings
/// @param cancelled whether it is cancelled by now
/// @param at when it happened
public record GatheringNews(
    Relevance what,
    PersonId host,
    Announcement announcement,
    Schedule schedule,
    boolean cancelled,
    Instant at) {}
