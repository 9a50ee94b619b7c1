package info.powow.domain;

/// A local happening.
///
/// The id is derived from who published it and under which key, so that publishing again is no second one.
public record GatheringId(String value) implements Identifier {
  public GatheringId {
    Identifier.require(value);
  }

  public static GatheringId of(PersonId host, CommandKey key) {
    return new GatheringId("t" + Digest.of(host.value() + ' ' + key.value()));
  }

  @Override
  public String toString() {
    return value;
  }
}
