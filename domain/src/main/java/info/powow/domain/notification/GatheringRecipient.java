package info.powow.domain.notification;

import info.powow.domain.PersonId;

/// Somebody who may have to be notified of a gathering, as they stand to it.
///
/// @param block between them and the host
/// @param attends whether they attend or are interested
/// @param toldToday of how many new gatherings they were notified in the last 24 hours
public record GatheringRecipient(
    PersonId person, Block block, boolean attends, NotificationSettings settings, int toldToday) {}
