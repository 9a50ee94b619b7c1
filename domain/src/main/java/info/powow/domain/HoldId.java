package info.powow.domain;

/// Identifies a legal hold.
@Public
public record HoldId(String value) implements Identifier {
  public HoldId {
    Identifier.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
