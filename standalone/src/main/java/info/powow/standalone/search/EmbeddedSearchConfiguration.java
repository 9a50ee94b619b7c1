package info.powow.standalone.search;

import info.powow.projection.search.SearchCluster;
import info.powow.projection.search.SearchCredentials;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/// Runs a search node if no Elasticsearch is configured.
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedSearchConfiguration.WhereNoOtherIsNamed.class)
@EnableConfigurationProperties(EmbeddedSearchProperties.class)
class EmbeddedSearchConfiguration {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  @Bean
  EmbeddedElasticsearch embeddedElasticsearch(
      EmbeddedSearchProperties properties, Environment environment, SearchCluster cluster) {
    Path data =
        Path.of(environment.getProperty("powow.data", "data"))
            .toAbsolutePath()
            .normalize()
            .resolve("search");
    Path server = new ApplicationHome(EmbeddedSearchConfiguration.class).getDir().toPath();
    return new EmbeddedElasticsearch(
        SearchNodeLayout.find(properties.node(), server),
        data,
        data.resolve("node.log"),
        properties.heap().toMegabytes() + "m",
        FIRST_PAUSE,
        new SearchNodeListener() {
          @Override
          public void found(URI address, SearchCredentials credentials) {
            cluster.found(List.of(address), credentials);
          }

          @Override
          public void lost(String cause) {
            cluster.lost(cause);
          }
        });
  }

  @Bean
  ApplicationListener<ApplicationReadyEvent> searchNodeStart(EmbeddedElasticsearch elasticsearch) {
    return _ -> elasticsearch.start();
  }

  static final class WhereNoOtherIsNamed extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      Environment environment = context.getEnvironment();
      boolean named = !environment.getProperty("powow.search.uris", "").isBlank();
      boolean wanted = environment.getProperty("powow.search.embedded", Boolean.class, true);
      return new ConditionOutcome(
          wanted && !named,
          ConditionMessage.forCondition("embedded search")
              .because(named ? "powow.search.uris is set" : "powow.search.embedded is " + wanted));
    }
  }
}
