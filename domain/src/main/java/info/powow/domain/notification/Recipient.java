package info.powow.domain.notification;

import info.powow.domain.PersonId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody who may have to be told, as they stand to the conversation.
///
/// @param member whether they are a member and may see the message
/// @param request whether the conversation is a request that they have not accepted
/// @param mutedUntil until when they have muted the conversation; null when they have not
/// @param levelHere the level that they have set for this conversation; null for the general one
public record Recipient(
    PersonId person,
    boolean member,
    Block block,
    boolean request,
    @Nullable Instant mutedUntil,
    NotificationSettings settings,
    @Nullable Level levelHere) {}
