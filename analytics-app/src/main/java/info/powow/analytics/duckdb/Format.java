package info.powow.analytics.duckdb;

/// The format of an answer.
public enum Format {
  JSON("application/json"),
  CSV("text/csv;charset=utf-8"),
  PARQUET("application/vnd.apache.parquet");

  private final String mediaType;

  Format(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }
}
