package info.powow.images.boot;

import info.powow.domain.image.ImageLimits;
import info.powow.images.ImageProcessor;
import info.powow.images.Renditions;
import info.powow.images.store.FileImageStore;
import info.powow.images.store.GridFsImageStore;
import info.powow.images.store.ImageStore;
import info.powow.ops.Dependencies;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/// Configures picture storage and processing, for every application that has it on its class path.
/// Uploads and downloads in one process share the same image processor and its limits.
@AutoConfiguration
@EnableConfigurationProperties(ImageProperties.class)
public class ImagesAutoConfiguration {

  @Bean
  ImageLimits imageLimits(ImageProperties properties) {
    return properties.limits();
  }

  @Bean
  @ConditionalOnMissingBean
  ImageStore imageStore(
      ImageProperties properties, Environment environment, ObjectProvider<Clock> clocks) {
    Clock clock = clocks.getIfAvailable(Clock::systemUTC);
    return switch (properties.store()) {
      case FILES -> new FileImageStore(properties.folder(), clock);
      case GRIDFS -> {
        String uri = properties.mongodbUri();
        yield new GridFsImageStore(
            uri == null ? environment.getRequiredProperty("powow.mongodb.uri") : uri,
            properties.timeout(),
            clock);
      }
    };
  }

  @Bean
  ImageProcessor pictureWorkshop(
      ImageProperties properties,
      ImageLimits limits,
      ObjectProvider<Clock> clocks,
      ObjectProvider<MeterRegistry> registries,
      ObjectProvider<Dependencies> dependencies) {
    return new ImageProcessor(
        limits,
        properties.concurrencyOrProcessors(),
        properties.memoryBytes(),
        properties.timeout(),
        properties.folder().resolve("workshop"),
        clocks.getIfAvailable(Clock::systemUTC),
        registries.getIfAvailable(SimpleMeterRegistry::new),
        dependencies.getIfAvailable(Dependencies::new).observed("images"));
  }

  @Bean
  Renditions renditions(
      ImageStore store, ImageProcessor processor, ObjectProvider<MeterRegistry> registries) {
    return new Renditions(store, processor, registries.getIfAvailable(SimpleMeterRegistry::new));
  }
}
