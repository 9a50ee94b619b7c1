package info.powow.domain.person;

import info.powow.domain.PersonId;
import java.time.Instant;

/// How far somebody has to be out of the cell that they are known to be in before they are known to
/// be in another: drawn by lot each time that a cell becomes known, and a secret.
///
/// With a whole cell's width of doubt, the moment of a change says no more about where somebody is
/// than the cell itself does.
@FunctionalInterface
public interface Hesitation {
  /// The same for the same sighting, however often it is asked for: who lingers at an edge would
  /// otherwise draw until it is short.
  ///
  /// @param since when the cell became known
  /// @return 0 to 1, in widths of a cell
  double of(PersonId person, Instant since);
}
