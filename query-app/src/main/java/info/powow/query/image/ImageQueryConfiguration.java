package info.powow.query.image;

import info.powow.projection.image.ImageViews;
import info.powow.projection.mongo.ViewStore;
import info.powow.query.ViewsGuard;
import info.powow.query.conversation.VisibleMessages;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// What answers about pictures.
@Configuration(proxyBeanMethods = false)
@Import(ImagesController.class)
public class ImageQueryConfiguration {
  @Bean
  ImageViews imageViews(ViewStore store) {
    return ImageViews.in(store);
  }

  @Bean
  VisibleImages visibleImages(ImageViews views, VisibleMessages messages, ViewsGuard guard) {
    return new VisibleImages(views, messages, guard);
  }
}
