package info.powow.projection.search;

/// Elasticsearch cannot be asked at the moment. The message tells why, and quotes nobody.
public final class SearchAway extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SearchAway(String message) {
    super(message);
  }

  public SearchAway(String message, Throwable cause) {
    super(message, cause);
  }
}
