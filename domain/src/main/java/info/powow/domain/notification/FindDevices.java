package info.powow.domain.notification;

import info.powow.domain.PersonId;

/// Asks for the devices of a person.
public record FindDevices(PersonId person) {
  /// Only the newest are told.
  public static final int MAX_DEVICES = 20;
}
