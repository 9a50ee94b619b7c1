package info.powow.domain.nearby;

import info.powow.domain.PersonId;
import info.powow.domain.place.Point;

/// Queries what a person may see around a place now. Answered with [Nearby].
///
/// @param radius in metres
public record FindNearby(PersonId person, Point centre, int radius) {}
