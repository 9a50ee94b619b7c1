package info.powow.domain.gathering;

import info.powow.domain.PersonId;
import info.powow.domain.image.PictureLookup;
import java.time.Instant;

/// The inputs of a decision about a gathering besides its state.
public interface GatheringContext {
  /// In milliseconds, the precision of the log.
  Instant now();

  boolean isPerson(PersonId person);

  PictureLookup pictures();

  boolean hasBlocked(PersonId person, PersonId other);
}
