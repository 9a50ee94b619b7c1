package info.powow.projection.search;

/// Thrown when Elasticsearch is unavailable. The message says why and quotes no content.
public final class SearchUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SearchUnavailable(String message) {
    super(message);
  }

  public SearchUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
