package info.powow.http.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/// Configures strict reading of requests for all controllers.
@Configuration(proxyBeanMethods = false)
public class StrictReading {
  @Bean
  WebMvcConfigurer strictParameters() {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new StrictParameters()).addPathPatterns("/api/**");
      }
    };
  }

  /// Before Spring's own body reader, which would apply its converters. Resolvers that are merely
  /// added come after it.
  @Bean
  SmartInitializingSingleton strictBodies(ObjectProvider<RequestMappingHandlerAdapter> adapters) {
    return () ->
        adapters.forEach(adapter -> {
          List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>();
          resolvers.add(new JsonBody());
          resolvers.addAll(Objects.requireNonNull(adapter.getArgumentResolvers()));
          adapter.setArgumentResolvers(resolvers);
        });
  }
}
