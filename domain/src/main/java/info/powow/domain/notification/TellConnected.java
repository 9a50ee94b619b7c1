package info.powow.domain.notification;

import info.powow.domain.PersonId;
import info.powow.domain.notification.InAppMessage.Clear;
import info.powow.domain.notification.InAppMessage.Notify;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Has each socket node tell the devices that are connected there.
public record TellConnected(List<Told> told) {
  /// One of the two.
  public record Told(PersonId person, @Nullable Notify shown, @Nullable Clear cleared) {
    public static Told of(PersonId person, InAppMessage message) {
      return switch (message) {
        case Notify notify -> new Told(person, notify, null);
        case Clear clear -> new Told(person, null, clear);
      };
    }
  }
}
