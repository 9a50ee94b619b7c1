package info.powow.domain;

/// Identifies one registration for push messages.
///
/// The id is derived from the address that messages are sent to. Registering the same address again
/// is the same device, whoever does it.
@Public
public record DeviceId(String value) implements Identifier {
  public DeviceId {
    Identifier.require(value);
  }

  public static DeviceId of(String endpoint) {
    return new DeviceId("d" + Digest.of(endpoint));
  }

  @Override
  public String toString() {
    return value;
  }
}
