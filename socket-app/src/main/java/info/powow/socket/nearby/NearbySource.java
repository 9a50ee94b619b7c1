package info.powow.socket.nearby;

import info.powow.domain.nearby.Attendees;
import info.powow.domain.nearby.FindAttendees;
import info.powow.domain.nearby.FindNearby;
import info.powow.domain.nearby.Nearby;
import java.util.concurrent.CompletableFuture;

/// Queries the read side. Must not block.
public interface NearbySource {
  CompletableFuture<Nearby> find(FindNearby query);

  CompletableFuture<Attendees> find(FindAttendees query);
}
