package info.powow.query.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The result of a sweep.
///
/// @param at when it began
/// @param skipped why nothing was done; absent if the sweep ran
/// @param pictures pictures with bytes when it began
/// @param bytes their bytes, renditions included
/// @param givenUp unused pictures for which erasure was requested; recent uploads are not erased
///     yet
/// @param deleted pictures whose bytes were deleted
/// @param deletedBytes the number of deleted bytes
/// @param orphans deleted pictures that the log does not know: they were being uploaded when the
///     server ended
/// @param staleRenditions renditions deleted because of their age
/// @param abandoned partial files deleted that an ended process had left
@JsonInclude(JsonInclude.Include.NON_NULL)
record SweepReport(
    Instant at,
    @Nullable String skipped,
    long pictures,
    long bytes,
    long givenUp,
    long deleted,
    long deletedBytes,
    long orphans,
    long staleRenditions,
    long abandoned) {

  static SweepReport skipped(Instant at, String why) {
    return new SweepReport(at, why, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  boolean hasChangedSomething() {
    return givenUp > 0 || deleted > 0 || staleRenditions > 0 || abandoned > 0;
  }
}
