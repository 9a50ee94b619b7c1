package info.powow.http.limit;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
public class LimitConfiguration {

  @Bean
  PersonRateLimiter personLimits(LimitProperties properties) {
    return new PersonRateLimiter(properties, System::nanoTime);
  }

  @Bean
  WebMvcConfigurer limitedCalls(PersonRateLimiter limits) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new RateLimitInterceptor(limits)).addPathPatterns("/api/**");
      }
    };
  }
}
