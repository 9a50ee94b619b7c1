package info.powow.bench.picture;

import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import org.jspecify.annotations.Nullable;

/// What was measured of one smaller picture.
///
/// @param rung of the ladder: the width that was asked for
/// @param width the width that it has: no more than the photograph's
/// @param original bytes of the photograph
/// @param ssim beside the photograph, scaled to the same size in double precision
/// @param millis median of the tries
/// @param cpuMillis likewise, of the processor; null where not known, as what comes next
/// @param memory bytes, as [Used] has them
public record Variant(
    String photograph,
    String maker,
    int rung,
    int width,
    Quality quality,
    ImageFormat format,
    long bytes,
    long original,
    double ssim,
    double millis,
    @Nullable Double cpuMillis,
    @Nullable Long memory) {}
