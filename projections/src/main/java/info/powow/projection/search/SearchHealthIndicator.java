package info.powow.projection.search;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/// Whether search is available. Reports UNKNOWN rather than DOWN if it is not: chat continues
/// without it, and nobody should restart a server for it.
final class SearchHealthIndicator extends AbstractHealthIndicator {
  private final MessageSearch search;

  SearchHealthIndicator(MessageSearch search) {
    super("The state of search is unknown");
    this.search = search;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    SearchStatus status = search.status();
    (status.there() ? health.up() : health.unknown())
        .withDetail("elasticsearch", status.description());
  }
}
