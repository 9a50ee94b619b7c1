package info.powow.domain;

/// Identifies a person. Never reused.
public record PersonId(String value) implements Identifier {
  public PersonId {
    Identifier.require(value);
  }

  /// Whom another issuer of tokens calls by a name of its own: the same on every node, and nothing
  /// that tells the name.
  public static PersonId of(String issuer, String subject) {
    return new PersonId("p" + Digest.of(issuer + ' ' + subject));
  }

  @Override
  public String toString() {
    return value;
  }
}
