package info.powow.domain;

/// A shared picture.
public record ImageId(String value) implements Identifier {
  public ImageId {
    Identifier.require(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
