package info.powow.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlayTest {
  private final Play play = Play.load();

  @Test
  void thePlayHasTwentyPeopleAndNineScenes() {
    assertThat(play.people()).hasSize(20).contains("bottom", "titania", "puck");
    assertThat(play.scenes()).hasSize(9).allSatisfy(scene -> assertThat(scene).isNotEmpty());
  }

  @Test
  void everybodyWhoIsInAGroupFromTheBeginningIsInThePlay() {
    for (DemoGroup room : DemoGroup.values()) {
      assertThat(play.people()).containsAll(room.members());
    }
  }

  @Test
  void nobodyEntersAClosedGroupDuringThePlay() {
    for (List<PlayLine> scene : play.scenes()) {
      for (PlayLine step : scene) {
        step.room()
            .filter(room -> !room.open())
            .ifPresent(room -> assertThat(room.members()).contains(step.speaker()));
      }
    }
  }

  @Test
  void thereAreGroupsAndPrivateChats() {
    List<PlayLine> steps = play.scenes().stream().flatMap(List::stream).toList();
    assertThat(steps).anyMatch(step -> step.room().isPresent());
    assertThat(steps)
        .anyMatch(
            step -> step.speaker().equals("titania") && step.other().equals(Optional.of("bottom")));
    assertThat(steps)
        .allMatch(step -> step.room().isPresent() != step.other().isPresent())
        .allMatch(step -> !step.other().equals(Optional.of(step.speaker())));
  }

  @Test
  void messagesAreOfALengthThatPeopleWrite() {
    assertThat(play.scenes().stream().flatMap(List::stream))
        .allSatisfy(step -> assertThat(step.text()).isNotBlank().hasSizeLessThan(900));
  }

  @Test
  void aLongSpeechIsCutBetweenSentencesAndLosesNothing() {
    String speech = "One sentence that goes on.\n".repeat(20).strip();
    List<String> messages = Play.messages(speech);
    assertThat(messages).hasSizeGreaterThan(1).allMatch(message -> message.endsWith("."));
    assertThat(String.join("\n", messages)).isEqualTo(speech);
  }

  @Test
  void aPrivateChatOfThreeIsRefused() {
    String text = "# A scene\n@ private\na\tOne\nb\tTwo\nc\tThree\n";
    assertThatThrownBy(() -> Play.parse(text)).isInstanceOf(IllegalStateException.class);
  }
}
