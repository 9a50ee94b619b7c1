package info.powow.projection.search;

import java.time.Clock;
import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/// `GET /actuator/searchindexes` lists the search indexes; `POST /actuator/searchindexes/{alias}`
/// rebuilds one beside the live one, which it then replaces.
@Endpoint(id = "searchindexes")
final class SearchIndexesEndpoint {
  private final List<IndexRebuild<?>> rebuilds;

  SearchIndexesEndpoint(List<IndexProjection> projections, Clock clock) {
    this.rebuilds =
        projections.stream().flatMap(projection -> projection.rebuilds(clock).stream()).toList();
  }

  /// @param started false if there is no such index, or it is already being rebuilt
  record Started(String alias, boolean started) {}

  @ReadOperation
  List<IndexRebuild.Status> indexes() {
    return rebuilds.stream().<IndexRebuild.Status>map(IndexRebuild::status).toList();
  }

  @WriteOperation
  Started rebuild(@Selector String alias) {
    for (IndexRebuild<?> rebuild : rebuilds) {
      if (rebuild.alias().equals(alias) && !rebuild.isRunning()) {
        Thread.ofVirtual().name("powow-rebuild-" + alias).start(rebuild::run);
        return new Started(alias, true);
      }
    }
    return new Started(alias, false);
  }
}
