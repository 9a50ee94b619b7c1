package info.powow.projection.person;

import static info.powow.projection.Sample.GROUP;
import static info.powow.projection.Sample.at;
import static info.powow.projection.Sample.group;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.MemberInvited;
import info.powow.projection.MemoryLog;
import info.powow.projection.ViewsFixture;
import info.powow.projector.ProjectorOptions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MarksSinkIT {
  private static final PersonId DAVE = new PersonId("dave");

  private final ViewsFixture fixture = new ViewsFixture();
  private final MemoryLog log = new MemoryLog();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aFloodOfInvitationsLeavesADocumentOfBoundedSizeWithTheNewest() {
    int flood = 2_500;
    log.append(group());
    for (int i = 0; i < flood; i++) {
      log.append(new MemberInvited(GROUP, DAVE, new PersonId("inviter" + i), at(i)));
    }
    fixture.rebuild(log, ProjectorOptions.DEFAULT.withBatch(100));

    Map<String, MarksView.Mark> marks =
        requireNonNull(fixture.people().invitations().find(DAVE.value())).marks();
    assertThat(marks).hasSizeBetween(500, 1_000);
    for (int i = flood - 500; i < flood; i++) {
      assertThat(marks).containsKey(PersonViews.invitation(GROUP.value(), "inviter" + i));
    }
  }
}
