package info.powow.analytics.replay;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.http.ApiAutoConfiguration;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Refuses replays over Axon Server: their processes read the files of the embedded log.
@AutoConfiguration(after = ApiAutoConfiguration.class)
@ConditionalOnProperty(name = "axon.axonserver.enabled", havingValue = "true")
@Import(NoReplays.Refusing.class)
public class NoReplays {
  @Hidden
  @RestController
  static final class Refusing {
    @RequestMapping({"/api/replays", "/api/replays/**"})
    void refuse() {
      throw new Rejected(Reason.REPLAYS_UNAVAILABLE);
    }
  }
}
