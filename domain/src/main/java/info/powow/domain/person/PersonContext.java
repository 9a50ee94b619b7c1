package info.powow.domain.person;

import info.powow.domain.image.PictureLookup;
import java.time.Instant;

/// The inputs of a decision about a person besides the person's state.
///
/// @param now in milliseconds, the precision of the log
public record PersonContext(
    PersonLimits limits,
    PlaceLimits places,
    PlaceOffsets offsets,
    PictureLookup pictures,
    OwnConversations conversations,
    Instant now) {}
