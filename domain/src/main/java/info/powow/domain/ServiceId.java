package info.powow.domain;

/// Identifies a public service.
///
/// The id is derived from the publisher and the key, so a retry does not create a second service.
@Public
public record ServiceId(String value) implements Identifier {
  public ServiceId {
    Identifier.require(value);
  }

  public static ServiceId of(PersonId publisher, CommandKey key) {
    return new ServiceId("s" + Digest.of(publisher.value() + ' ' + key.value()));
  }

  @Override
  public String toString() {
    return value;
  }
}
