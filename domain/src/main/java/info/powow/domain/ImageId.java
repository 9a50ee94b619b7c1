package info.powow.domain;

/// Identifies an uploaded picture.
///
/// It cannot be guessed. Knowing it gives no access: the picture has to be visible to the person.
@Public
public record ImageId(String value) implements Identifier {
  public ImageId {
    Identifier.require(value);
  }

  /// Returns the id of the picture that a person uploads under a key. A retry gets the same id.
  public static ImageId of(PersonId by, CommandKey key) {
    return new ImageId("i" + Digest.of(by.value() + ' ' + key.value()));
  }

  @Override
  public String toString() {
    return value;
  }
}
