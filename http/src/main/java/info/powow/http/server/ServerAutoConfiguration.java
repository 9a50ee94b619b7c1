package info.powow.http.server;

import info.powow.http.ApiAutoConfiguration;
import info.powow.identity.Tokens;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Arrays;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/// Puts the limits of [HttpProperties] in front of Spring.
@AutoConfiguration(after = ApiAutoConfiguration.class, before = ErrorMvcAutoConfiguration.class)
@EnableConfigurationProperties(HttpProperties.class)
@Import(ErrorDispatch.class)
public class ServerAutoConfiguration {

  @Bean
  Refusals httpRefusals(JsonMapper json) {
    return new Refusals(json);
  }

  @Bean
  Clients httpClients(HttpProperties properties) {
    return new Clients(properties.trustedProxies());
  }

  @Bean
  BodyHandler bodyHandler(
      HttpProperties properties,
      ObjectProvider<BodyRoute> routes,
      Tokens tokens,
      Clients clients,
      Refusals refusals) {
    return new BodyHandler(properties, routes.orderedStream().toList(), tokens, clients, refusals);
  }

  @Bean
  RequestGate requestGate(HttpProperties properties, Refusals refusals) {
    return new RequestGate(properties.maxRequests(), refusals);
  }

  @Bean
  ResponseBuffers responseBuffers(HttpProperties properties, Clients clients, Refusals refusals) {
    return new ResponseBuffers(properties, clients, refusals);
  }

  @Bean
  MeterBinder httpMeters(BodyHandler bodies, RequestGate gate, ResponseBuffers answers) {
    return registry -> {
      Gauge.builder("powow.http.arriving", bodies, BodyHandler::arriving)
          .description("Requests whose body is still being received")
          .register(registry);
      Gauge.builder("powow.http.body.memory", bodies, BodyHandler::memoryTaken)
          .description("Memory reserved for request bodies")
          .baseUnit("bytes")
          .register(registry);
      Gauge.builder("powow.http.response.memory", answers, ResponseBuffers::memoryTaken)
          .description("Memory of responses that clients have not read yet")
          .baseUnit("bytes")
          .register(registry);
      Gauge.builder("powow.http.requests", gate, RequestGate::inside)
          .description("Requests in progress")
          .register(registry);
    };
  }

  /// Runs last because it has no order. Otherwise, Spring Boot would trust forwarded headers from
  /// anybody.
  @Bean
  WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> boundedServer(
      HttpProperties properties,
      BodyHandler bodies,
      RequestGate gate,
      ResponseBuffers answers,
      Clients clients,
      Refusals refusals) {
    return factory -> {
      factory.setUseForwardHeaders(false);
      factory.addServerCustomizers(server -> {
        Handler inner = server.getHandler();
        gate.setHandler(inner);
        bodies.setHandler(gate);
        OriginGuard origins = new OriginGuard(refusals);
        origins.setHandler(bodies);
        answers.setHandler(origins);
        server.setHandler(answers);
        server.setErrorHandler(new ProblemErrors(refusals));
        server.setConnectors(
            Arrays.stream(server.getConnectors())
                .map(ServerAutoConfiguration::lingering)
                .toArray(Connector[]::new));
        for (Connector connector : server.getConnectors()) {
          watch(connector, clients, properties);
        }
      });
    };
  }

  /// TLS connectors are left unchanged, because they have to send more after the last write.
  private static Connector lingering(Connector connector) {
    return connector.getClass() == ServerConnector.class
        ? new LingeringConnector((ServerConnector) connector, -1)
        : connector;
  }

  private static void watch(Connector connector, Clients clients, HttpProperties properties) {
    connector.addBean(new ConnectionWatch(connector, clients, properties));
    connector.getConnectionFactories().stream()
        .filter(HttpConfiguration.ConnectionFactory.class::isInstance)
        .map(HttpConfiguration.ConnectionFactory.class::cast)
        .map(HttpConfiguration.ConnectionFactory::getHttpConfiguration)
        .forEach(http -> {
          http.setSendServerVersion(false);
          http.addCustomizer(new TrustedProxies(clients));
        });
  }
}
