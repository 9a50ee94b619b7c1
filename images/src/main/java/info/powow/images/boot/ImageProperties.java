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
/// @param store in what the bytes of pictures are kept
/// @param folder where files are kept, and made whatever `store` is
/// @param mongodbUri the MongoDB in which GridFS keeps them; that of the views when not set
/// @param maxSize bytes of one picture that is sent
/// @param maxPixels pixels of one picture; a phone's has 12 to 50 million
/// @param concurrency how many pictures are worked on at once; 0 is one for each processor
/// @param memory how much memory pictures that are worked on may take together; a quarter of the
///     heap when not set. A picture of 12 million pixels takes some 130 MB
/// @param timeout how long a picture waits for its turn before `images_busy`
/// @param unusedRetention how long a picture is kept that was never put in a message or made an avatar
/// @param renditionRetention how long a rendition is kept; then it is made again when it is asked for
/// @param deletionDelay how long bytes stay at least since they were last put, whatever carries them: longer
///     than it takes to write down that they are there
/// @param sweepInterval how often what nothing carries any more is looked for and deleted
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

  /// Where bytes are kept.
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
