package info.powow.domain.person;

import info.powow.domain.PersonId;
import info.powow.domain.place.Offset;

/// Provides the secret offset of each person, which shifts their positions before these are snapped
/// to the grid.
///
/// Everything that is disclosed about a person's places is a function of position plus offset. The
/// offset is uniform over one cell, and only the server knows it. So even somebody who derives that
/// sum to the metre, from a year of crossings, knows the position no better than a cell. This holds
/// only if the offset never changes: the mean of a position under many offsets is the position
/// itself.
@FunctionalInterface
public interface PlaceOffsets {
  /// Always returns the same offset for the same person: after a restart, and on every node.
  Offset of(PersonId person);
}
