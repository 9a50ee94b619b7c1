package info.powow.domain;

/// A person, for as long as the log lives.
public record PersonId(String value) implements Identifier {
  public PersonId {
    Identifier.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
