package info.powow.query.gathering;

import com.fasterxml.jackson.annotation.JsonInclude;
import info.powow.domain.Texts;
import info.powow.domain.gathering.Answer;
import info.powow.domain.gathering.Gathering;
import info.powow.domain.image.Picture;
import info.powow.domain.place.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A gathering as the caller sees it.
///
/// @param attendees some of those who go; absent unless the caller is the host or goes
/// @param answer the caller's answer; absent for the host, and without an answer
@JsonInclude(JsonInclude.Include.NON_NULL)
record GatheringAnswer(
    String gatheringId,
    String host,
    String title,
    String text,
    @Nullable String category,
    Place place,
    Instant start,
    Instant end,
    String zone,
    @Nullable Integer capacity,
    int going,
    int interested,
    @Nullable List<String> attendees,
    boolean cancelled,
    @Nullable Picture picture,
    @Nullable Answer answer,
    @Nullable String conversationId) {

  private static final int FIXED_BYTES = 1_000;

  /// About how long it is as JSON.
  int bytes() {
    return FIXED_BYTES + Texts.utf8Length(title) + Texts.utf8Length(text);
  }

  static GatheringAnswer of(String id, Gathering.Published gathering, String asker) {
    return of(id, gathering, asker, null);
  }

  static GatheringAnswer of(
      String id, Gathering.Published gathering, String asker, @Nullable List<String> attendees) {
    var announcement = gathering.announcement();
    var schedule = gathering.schedule();
    Answer said =
        gathering.answers().entrySet().stream()
            .filter(entry -> entry.getKey().value().equals(asker))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    return new GatheringAnswer(
        id,
        gathering.host().value(),
        announcement.title(),
        announcement.text(),
        announcement.category() == null ? null : announcement.category().value(),
        announcement.place(),
        schedule.start(),
        schedule.end(),
        schedule.zone().getId(),
        announcement.capacity(),
        gathering.count(Answer.GOING),
        gathering.count(Answer.INTERESTED),
        attendees,
        gathering.cancelled(),
        gathering.picture(),
        said,
        gathering.conversation() == null ? null : gathering.conversation().value());
  }
}
