package info.powow.query.nearby;

import info.powow.domain.gathering.Gathering;
import info.powow.domain.notification.FindInterested;
import info.powow.domain.notification.Interested;
import info.powow.query.gathering.Gatherings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.axonframework.queryhandling.QueryHandler;

/// Answers the nodes that notify: who is near a gathering and has an interest that it fits. The
/// index may be a second behind; whoever asks waits a little before they do.
public class FindInterestedHandler {
  private final NearbyFinder around;
  private final Gatherings gatherings;
  private final Duration expires;
  private final Clock clock;

  /// @param expires after which time a person's cell does not count any more
  FindInterestedHandler(NearbyFinder around, Gatherings gatherings, Duration expires, Clock clock) {
    this.around = around;
    this.gatherings = gatherings;
    this.expires = expires;
    this.clock = clock;
  }

  @QueryHandler
  Interested find(FindInterested query) {
    String id = query.gathering().value();
    Gathering.Published gathering = gatherings.find(List.of(id)).get(id);
    return new Interested(
        gathering == null
            ? List.of()
            : around.interested(gathering.announcement(), clock.instant().minus(expires)));
  }
}
