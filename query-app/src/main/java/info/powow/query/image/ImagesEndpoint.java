package info.powow.query.image;

import java.io.IOException;
import java.util.Optional;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/// `GET /actuator/images` shows the report of the last sweep; `POST /actuator/images` sweeps now.
@Endpoint(id = "images")
final class ImagesEndpoint {
  private final RegularSweep sweep;

  ImagesEndpoint(RegularSweep sweep) {
    this.sweep = sweep;
  }

  record Shown(Optional<SweepReport> lastSweep) {}

  @ReadOperation
  Shown report() {
    return new Shown(Optional.ofNullable(sweep.last()));
  }

  @WriteOperation
  SweepReport sweep() throws IOException {
    return sweep.now();
  }
}
