package info.powow.standalone.demo;

import java.net.URI;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Configures the demo if `powow.demo.enabled` is set.
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("powow.demo.enabled")
@EnableConfigurationProperties(DemoProperties.class)
class DemoConfiguration {
  @Bean
  Demo demo(DemoProperties properties, Clock clock) {
    return new Demo(properties, clock);
  }

  @Bean
  ApplicationListener<ApplicationReadyEvent> demoStart(Demo demo) {
    return ready -> {
      String port = ready.getApplicationContext().getEnvironment().getProperty("local.server.port");
      if (port != null) {
        demo.start(URI.create("http://127.0.0.1:" + port));
      }
    };
  }
}
