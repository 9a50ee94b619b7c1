package info.powow.domain.person;

import info.powow.domain.image.PictureLookup;
import java.time.Instant;

/// What a decision about a person needs to know beyond the person's own state.
///
/// @param now in milliseconds, as the log keeps it
public record PersonContext(
    PersonLimits limits,
    PlaceLimits places,
    PlaceOffsets offsets,
    PictureLookup pictures,
    OwnConversations conversations,
    Instant now) {}
