package info.powow.domain.operation;

import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.operation.OperationCommand.SkipInProjection;
import info.powow.domain.operation.OperationEvent.EventSkipped;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {
  private static final String SENT = "MessageSent";
  private static final String WHY = "Not readable since the crash";
  private static final SkipInProjection SKIP =
      new SkipInProjection("views", "c1", 7, SENT, ada, WHY);

  @Test
  void aSkipIsRecordedOnceWithWhoAndWhy() {
    List<OperationEvent> events = Operations.decide(Operations.NONE, SKIP, NOW);
    assertThat(events).containsExactly(new EventSkipped("views", "c1", 7, SENT, ada, WHY, NOW));

    Operations skipped = Operations.evolve(Operations.NONE, events.getFirst());
    assertThat(
            Operations.decide(
                skipped, new SkipInProjection("views", "c1", 7, SENT, bob, "Once more"), NOW))
        .isEmpty();
  }

  @Test
  void anotherProjectionOrEventIsSkippedByItself() {
    Operations skipped =
        Operations.evolve(
            Operations.NONE, Operations.decide(Operations.NONE, SKIP, NOW).getFirst());

    for (SkipInProjection other :
        List.of(
            new SkipInProjection("search", "c1", 7, SENT, ada, WHY),
            new SkipInProjection("views", "c2", 7, SENT, ada, WHY),
            new SkipInProjection("views", "c1", 8, SENT, ada, WHY))) {
      assertThat(Operations.decide(skipped, other, NOW)).hasSize(1);
    }
  }

  @Test
  void aSkipNeedsAReason() {
    assertThatThrownBy(() -> new SkipInProjection("views", "c1", 7, SENT, ada, "  why   "))
        .isInstanceOf(Rejected.class);
    assertThatThrownBy(() -> new SkipInProjection("views", "c1", 7, SENT, ada, "a".repeat(501)))
        .isInstanceOf(Rejected.class);
    assertThat(new SkipInProjection("views", "c1", 7, SENT, ada, " because ").reason())
        .isEqualTo("because");
  }

  /// Otherwise, views would go on showing what somebody was denied, or data would remain after an
  /// erasure.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "MemberRemoved",
        "MemberBanned",
        "MemberLeft",
        "RoleChanged",
        "MessageDeleted",
        "MessageEdited",
        "AuthorErased",
        "PersonErased",
        "PersonBlocked",
        "ConsentChanged",
        "PlaceUpdated",
        "AvatarChanged",
        "GatheringCancelled",
        "ServiceWithdrawn",
        "RoleRevoked",
        "ImageShared",
        "DeviceAdded",
        "DirectOpened",
        "GroupCreated",
        "MemberJoined",
        "MemberAdded",
        "GatheringPublished",
        "OfALaterVersion",
        ""
      })
  void anEventThatTakesSomethingAwayOrThatAnErasureNeedsIsNotSkipped(String type) {
    SkipInProjection skip = new SkipInProjection("views", "c1", 7, type, ada, WHY);

    assertThatThrownBy(() -> Operations.decide(Operations.NONE, skip, NOW))
        .isInstanceOfSatisfying(
            Rejected.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.EVENT_NOT_SKIPPABLE));
  }
}
