package info.powow.domain;

/// Identifies a report. A newer one has a higher id.
@Public
public record ReportId(String value) implements Identifier {
  public ReportId {
    Identifier.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
