package info.powow.domain;

/// Identifies one sign-in on one device.
@Public
public record SessionId(String value) implements Identifier {
  public SessionId {
    Identifier.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
