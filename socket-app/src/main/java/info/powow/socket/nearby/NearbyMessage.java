package info.powow.socket.nearby;

import info.powow.domain.GatheringId;
import info.powow.domain.nearby.NearbyGathering;
import info.powow.domain.nearby.NearbyGroup;
import info.powow.domain.nearby.NearbyItem;
import info.powow.domain.nearby.NearbyPerson;
import info.powow.domain.nearby.NearbyService;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// Messages of live nearby queries. The component names are the names on the wire.
public sealed interface NearbyMessage {
  enum Kind {
    PERSON,
    GATHERING,
    SERVICE,
    GROUP
  }

  /// Only the component named by `kind` is present.
  record Appeared(
      Kind kind,
      String id,
      @Nullable NearbyPerson person,
      @Nullable NearbyGathering gathering,
      @Nullable NearbyService service,
      @Nullable NearbyGroup group)
      implements NearbyMessage {}

  /// The current state.
  record Changed(
      Kind kind,
      String id,
      @Nullable NearbyPerson person,
      @Nullable NearbyGathering gathering,
      @Nullable NearbyService service,
      @Nullable NearbyGroup group)
      implements NearbyMessage {}

  record Gone(Kind kind, String id) implements NearbyMessage {}

  record GatheringRescheduled(
      GatheringId gatheringId, String title, Instant start, Instant end, ZoneId zone)
      implements NearbyMessage {}

  record GatheringCancelled(GatheringId gatheringId, String title) implements NearbyMessage {}

  static NearbyMessage appeared(NearbyItem found) {
    return switch (found) {
      case NearbyPerson it -> new Appeared(Kind.PERSON, it.personId(), it, null, null, null);
      case NearbyGathering it ->
          new Appeared(Kind.GATHERING, it.gatheringId(), null, it, null, null);
      case NearbyService it -> new Appeared(Kind.SERVICE, it.serviceId(), null, null, it, null);
      case NearbyGroup it -> new Appeared(Kind.GROUP, it.conversationId(), null, null, null, it);
    };
  }

  static NearbyMessage changed(NearbyItem found) {
    return switch (found) {
      case NearbyPerson it -> new Changed(Kind.PERSON, it.personId(), it, null, null, null);
      case NearbyGathering it ->
          new Changed(Kind.GATHERING, it.gatheringId(), null, it, null, null);
      case NearbyService it -> new Changed(Kind.SERVICE, it.serviceId(), null, null, it, null);
      case NearbyGroup it -> new Changed(Kind.GROUP, it.conversationId(), null, null, null, it);
    };
  }
}
