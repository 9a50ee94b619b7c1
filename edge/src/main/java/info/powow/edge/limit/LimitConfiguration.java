package info.powow.edge.limit;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
public class LimitConfiguration {

  @Bean
  PersonLimits personLimits(LimitProperties properties) {
    return new PersonLimits(properties, System::nanoTime);
  }

  @Bean
  WebMvcConfigurer limitedCalls(PersonLimits limits) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new LimitedCalls(limits)).addPathPatterns("/api/**");
      }
    };
  }
}
