package info.powow.query.transparency;

import info.powow.eventlog.boot.TransparencyProperties;
import info.powow.eventlog.transparency.TransparencyLog;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Serves the transparency log, where this process has it.
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(TransparencyLog.class)
public class TransparencyConfiguration {
  @Bean
  TransparencyController transparencyController(
      TransparencyLog log, TransparencyProperties properties) {
    return new TransparencyController(log, properties.open());
  }
}
