package info.powow.bench.picture;

import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Quality;
import org.jspecify.annotations.Nullable;

/// The result for one rendition.
///
/// @param rung the requested width
/// @param width the actual width, at most the photograph's
/// @param original bytes of the photograph
/// @param ssim compared with the photograph, scaled to the same size in double precision
/// @param millis the median of the tries
/// @param cpuMillis the median of the CPU time; null if unknown
/// @param memory bytes, as in [Used]; null if unknown
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
