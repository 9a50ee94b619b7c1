package info.powow.domain.person;

import info.powow.domain.PersonId;
import info.powow.domain.place.Offset;

/// The secret offset of each person, by which their positions are moved before they are snapped to
/// the grid.
///
/// Everything that becomes known of somebody's places is a function of where they are plus this
/// offset. The offset is uniform over one cell and nobody but the server knows it, so even somebody
/// who worked out that sum to the metre, from a year of crossings, would know the position no better
/// than a cell. That holds only while the offset stays the same: the mean of many positions with
/// ever new offsets is the position.
@FunctionalInterface
public interface PlaceOffsets {
  /// The same for the same person, always: after a restart, and on every node.
  Offset of(PersonId person);
}
