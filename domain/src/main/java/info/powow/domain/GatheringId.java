package info.powow.domain;

/// Identifies a gathering.
///
/// The id is derived from the publisher and the key, so a retry does not create a second gathering.
@Public
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
