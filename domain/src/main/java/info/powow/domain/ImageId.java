package info.powow.domain;

/// A shared picture.
///
/// Who is not shown the picture cannot guess its id; and who knows the id still has to be shown it.
public record ImageId(String value) implements Identifier {
  public ImageId {
    Identifier.require(value);
  }

  /// The picture that a person gave under a key: giving it again is the same picture.
  public static ImageId of(PersonId by, CommandKey key) {
    return new ImageId("i" + Digest.of(by.value() + ' ' + key.value()));
  }

  @Override
  public String toString() {
    return value;
  }
}
