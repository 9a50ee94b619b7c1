package info.powow.command.image;

import info.powow.command.AggregateRepositories;
import info.powow.command.CommandHandlers;
import info.powow.command.CommandProperties;
import info.powow.command.InvalidatableCache;
import info.powow.domain.ImageId;
import info.powow.domain.Reason;
import info.powow.domain.image.ImageCommand;
import info.powow.domain.image.ImageEvent;
import info.powow.domain.image.ImageLimits;
import info.powow.http.server.BodyRoute;
import info.powow.images.boot.ImageProperties;
import info.powow.images.store.StaleTempFiles;
import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;

@Configuration(proxyBeanMethods = false)
@Import(ImageController.class)
public class ImageConfiguration {
  /// The size of everything around the picture: boundaries and headers of parts.
  static final long AROUND = 64 << 10;

  @Bean
  KnownImages knownImages(EventStore events, CommandProperties properties) {
    return new KnownImages(events, properties.cachedAggregates());
  }

  @Bean
  InvalidatableCache rememberedImages(KnownImages images) {
    return new InvalidatableCache(
        ImageEvent.class, image -> images.forget(new ImageId(image)), images::forgetAll);
  }

  @Bean
  ImageCommandHandler imageCommandHandler(
      AggregateRepositories repositories,
      KnownImages images,
      ImageLimits limits,
      CommandProperties properties,
      CommandBus bus,
      Clock clock) {
    ImageCommandHandler handler =
        new ImageCommandHandler(
            repositories.of(ImageAggregate.class, (id, _) -> new ImageAggregate(id)),
            images,
            limits,
            clock);
    CommandHandlers.subscribe(bus, ImageCommand.class, handler::handle);
    return handler;
  }

  /// Every part goes to a file; none stays in memory.
  @Bean
  MultipartConfigElement multipartConfigElement(ImageProperties properties, Clock clock)
      throws IOException {
    Path folder = properties.folder().toAbsolutePath().resolve("arriving");
    Files.createDirectories(folder);
    StaleTempFiles.clear(folder, clock.instant());
    // Jetty does not say that a part is too large. The size of the file is checked afterwards.
    long most = properties.maxSize().toBytes() + AROUND;
    return new MultipartConfigElement(folder.toString(), most, most, 0);
  }

  /// The body has arrived completely before a thread is used.
  @Bean
  BodyRoute uploadedPicture(ImageProperties properties, MultipartConfigElement form) {
    return BodyRoute.toFile(
        HttpMethod.POST,
        "/api/images",
        properties.maxSize().toBytes() + AROUND,
        Path.of(form.getLocation()),
        Reason.IMAGE_TOO_LARGE);
  }

  /// Parts are parsed when requested, not before it is decided whether the upload is allowed.
  @Bean
  MultipartResolver multipartResolver() {
    StandardServletMultipartResolver resolver = new StandardServletMultipartResolver();
    resolver.setResolveLazily(true);
    return resolver;
  }
}
