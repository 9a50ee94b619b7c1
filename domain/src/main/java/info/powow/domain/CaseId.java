package info.powow.domain;

/// Identifies a case of an auditor.
@Public
public record CaseId(String value) implements Identifier {
  public CaseId {
    Identifier.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
