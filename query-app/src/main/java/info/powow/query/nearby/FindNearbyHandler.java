package info.powow.query.nearby;

import info.powow.domain.PersonId;
import info.powow.domain.nearby.FindNearby;
import info.powow.domain.nearby.Nearby;
import info.powow.eventlog.EventSource;
import info.powow.projection.nearby.NearbyOrder;
import info.powow.projection.nearby.NearbyQuery;
import info.powow.projection.nearby.SearchArea;
import info.powow.projector.Projector;
import info.powow.query.ReadYourWrites;
import java.time.Clock;
import java.time.Duration;
import org.axonframework.queryhandling.QueryHandler;

/// Answers socket nodes' queries for live nearby results: up to fifty of each kind.
public class FindNearbyHandler {
  private static final int MOST = 50;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final NearbyFinder around;
  private final EventSource log;
  private final Projector projector;
  private final ReadYourWrites readYourWrites;
  private final Clock clock;
  private long refreshedAt = System.nanoTime();

  FindNearbyHandler(
      NearbyFinder around,
      EventSource log,
      Projector projector,
      ReadYourWrites readYourWrites,
      Clock clock) {
    this.around = around;
    this.log = log;
    this.projector = projector;
    this.readYourWrites = readYourWrites;
    this.clock = clock;
  }

  @QueryHandler
  Nearby find(FindNearby query) throws InterruptedException {
    readYourWrites.await();
    long head = log.head();
    if (projector.awaitReached(head, TIMEOUT)) {
      refresh(System.nanoTime());
    }
    PersonId me = query.person();
    NearbyQuery nearest =
        new NearbyQuery(
            new SearchArea.Circle(query.centre(), query.radius()),
            null,
            null,
            NearbyOrder.DISTANCE,
            null,
            MOST,
            clock.instant());
    return new Nearby(
        around.people(me, nearest).found(),
        around.gatherings(me, nearest, null, false).found(),
        around.services(me, nearest, false).found(),
        around.groups(me, nearest).found());
  }

  /// Many queries triggered by the same event share one refresh.
  private synchronized void refresh(long needed) {
    if (refreshedAt - needed < 0) {
      refreshedAt = System.nanoTime();
      around.refresh();
    }
  }
}
