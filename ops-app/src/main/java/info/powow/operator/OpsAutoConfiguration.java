package info.powow.operator;

import info.powow.http.ApiAutoConfiguration;
import info.powow.ops.MessageTrace;
import info.powow.projector.Projector;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// Configures what operators see, for every node that has it on its class path.
@AutoConfiguration(after = ApiAutoConfiguration.class)
@EnableConfigurationProperties(OpsProperties.class)
@Import(MessagesController.class)
public class OpsAutoConfiguration {
  private static final String SEARCH = "search";
  private static final String VIEWS = "views";

  @Bean
  MessageTrace messageTrace(OpsProperties properties) {
    return properties.trace() ? new MessageTrace(MessageTrace.CAPACITY) : MessageTrace.off();
  }

  /// The steps after the push follow from how far each projection is.
  @Bean
  OpsTicker.Tick traceTick(MessageTrace trace, ObjectProvider<Projector> projectors) {
    projectors.forEach(projector -> {
      String step = step(projector.name());
      projector.onReached(index -> trace.reached(step, index, System.nanoTime()));
    });
    return now -> trace.tick(now, System.nanoTime());
  }

  private static String step(String projection) {
    return switch (projection) {
      case VIEWS -> "projected";
      case SEARCH -> "indexed";
      default -> projection;
    };
  }

  @Bean
  OpsTicker opsTicker(List<OpsTicker.Tick> ticks, Clock clock) {
    return new OpsTicker(ticks, clock);
  }
}
