package info.powow.domain;

/// A public service.
///
/// The id is derived from who published it and under which key, so that publishing again is no second one.
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
