package info.powow.domain;

/// One sign-in on one device, until it ends.
public record SessionId(String value) implements Identifier {
  public SessionId {
    Identifier.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
