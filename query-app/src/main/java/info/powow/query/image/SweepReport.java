package info.powow.query.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a sweep found and did.
///
/// @param at when it began
/// @param skipped why nothing was done; absent when it was done
/// @param pictures whose bytes were there when it began
/// @param bytes of these, renditions included
/// @param givenUp pictures that nothing carries, which were asked to be given up; those that were just sent are
///     given their time
/// @param deleted whose bytes were deleted
/// @param deletedBytes how many bytes that were
/// @param orphans of the deleted ones, those of which the log knows nothing: they were being sent when
///     the server ended
/// @param staleRenditions renditions that were deleted because of their age
/// @param abandoned files that were half put when a process ended, whose parts were deleted
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
