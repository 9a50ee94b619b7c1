package info.powow.domain.notification;

import info.powow.domain.PersonId;
import info.powow.domain.notification.InAppMessage.Clear;
import info.powow.domain.notification.InAppMessage.Notify;
import info.powow.domain.notification.InAppMessage.NotifyGathering;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Has each socket node tell the devices that are connected there.
public record TellConnected(List<Told> told) {
  /// One of the three.
  public record Told(
      PersonId person,
      @Nullable Notify shown,
      @Nullable Clear cleared,
      @Nullable NotifyGathering gathering) {
    /// The one that is not null.
    public InAppMessage message() {
      if (shown != null) {
        return shown;
      }
      return cleared == null ? Objects.requireNonNull(gathering) : cleared;
    }

    public static Told of(PersonId person, InAppMessage message) {
      return switch (message) {
        case Notify notify -> new Told(person, notify, null, null);
        case Clear clear -> new Told(person, null, clear, null);
        case NotifyGathering gathering -> new Told(person, null, null, gathering);
      };
    }
  }
}
