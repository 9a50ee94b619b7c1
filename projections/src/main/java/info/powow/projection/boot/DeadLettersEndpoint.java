package info.powow.projection.boot;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.projector.DeadLetter;
import info.powow.projector.Projector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/// `GET /actuator/deadletters` lists the streams that are stopped because an event could not be
/// applied. `POST /actuator/deadletters/{projection}/{stream}` retries one.
@Endpoint(id = "deadletters")
final class DeadLettersEndpoint {
  private static final int TIMEOUT_SECONDS = 30;

  private final List<Projector> projectors;

  DeadLettersEndpoint(List<Projector> projectors) {
    this.projectors = projectors;
  }

  /// @param released whether the stream continues
  /// @param node the node to ask instead, because it works on the stream
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Retried(String stream, boolean released, @Nullable String node) {}

  @ReadOperation
  Map<String, List<DeadLetter>> deadLetters() {
    Map<String, List<DeadLetter>> letters = new LinkedHashMap<>();
    for (Projector projector : projectors) {
      try {
        letters.put(projector.name(), projector.deadLetters());
      } catch (RuntimeException e) {
        throw new Rejected(Reason.VIEWS_UNAVAILABLE);
      }
    }
    return letters;
  }

  @WriteOperation
  Retried retry(@Selector String projection, @Selector String stream)
      throws ExecutionException, InterruptedException, TimeoutException {
    for (Projector projector : projectors) {
      if (projector.name().equals(projection)) {
        String other = projector.otherNodeOf(stream);
        return new Retried(
            stream,
            other == null && projector.retry(stream).get(TIMEOUT_SECONDS, TimeUnit.SECONDS),
            other);
      }
    }
    return new Retried(stream, false, null);
  }
}
