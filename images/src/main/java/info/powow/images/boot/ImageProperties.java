package info.powow.images.boot;

import info.powow.domain.image.ImageLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Pictures, `powow.images.*`.
///
/// @param store where the bytes of pictures are stored
/// @param folder the folder for files; temporary files are here whatever `store` is
/// @param mongodbUri the MongoDB for GridFS; that of the views if not set
/// @param maxSize bytes of one uploaded picture
/// @param maxPixels pixels of one picture; phones take 12 to 50 million
/// @param concurrency the number of pictures processed at once; 0 means one for each processor
/// @param memory the memory for pictures being processed, in total; a quarter of the heap if not
///     set. A picture of 12 million pixels takes some 130 MB
/// @param timeout how long a picture waits to be processed before `images_busy`
/// @param unusedRetention how long an unused picture is kept
/// @param renditionRetention how long a rendition is kept; it is made again on request
/// @param deletionDelay the minimum time that bytes are kept after they were last stored; must be
///     longer than it takes to record their use
/// @param sweepInterval the interval between sweeps for unused pictures
@ConfigurationProperties("powow.images")
public record ImageProperties(
    @DefaultValue("files") Kind store,
    @DefaultValue("data/images") Path folder,
    @Nullable String mongodbUri,
    @DefaultValue("20MB") DataSize maxSize,
    @DefaultValue("50000000") long maxPixels,
    @DefaultValue("0") int concurrency,
    @Nullable DataSize memory,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("24h") Duration unusedRetention,
    @DefaultValue("30d") Duration renditionRetention,
    @DefaultValue("5m") Duration deletionDelay,
    @DefaultValue("5m") Duration sweepInterval) {

  /// Where bytes are stored.
  public enum Kind {
    FILES,
    GRIDFS
  }

  public ImageLimits limits() {
    return new ImageLimits(maxSize.toBytes(), maxPixels, unusedRetention);
  }

  int concurrencyOrProcessors() {
    return concurrency > 0 ? concurrency : Runtime.getRuntime().availableProcessors();
  }

  long memoryBytes() {
    return memory == null ? Runtime.getRuntime().maxMemory() / 4 : memory.toBytes();
  }
}
