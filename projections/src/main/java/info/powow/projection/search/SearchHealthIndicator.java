package info.powow.projection.search;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// Whether people can search. When not, it is unknown rather than down: chatting goes on without
/// it, and nobody should restart a server for it.
final class SearchHealthIndicator extends AbstractHealthIndicator {
  private final MessageSearch search;

  SearchHealthIndicator(MessageSearch search) {
    super("Search cannot be asked how it is");
    this.search = search;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    SearchStatus status = search.status();
    (status.there() ? health.up() : health.unknown())
        .withDetail("elasticsearch", status.description());
  }
}
