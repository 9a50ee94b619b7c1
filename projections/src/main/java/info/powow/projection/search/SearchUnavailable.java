package info.powow.projection.search;

/// Elasticsearch cannot be asked at the moment. The message tells why, and quotes nobody.
public final class SearchUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SearchUnavailable(String message) {
    super(message);
  }

  public SearchUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
