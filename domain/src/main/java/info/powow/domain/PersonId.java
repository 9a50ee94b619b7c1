package info.powow.domain;

/// Identifies a person. Never reused.
@Public
public record PersonId(String value) implements Identifier {
  public PersonId {
    Identifier.require(value);
  }

  /// Derives the id of a person from another issuer's name for them. It is the same on every node
  /// and does not disclose that name.
  public static PersonId of(String issuer, String subject) {
    return new PersonId("p" + Digest.of(issuer + ' ' + subject));
  }

  @Override
  public String toString() {
    return value;
  }
}
