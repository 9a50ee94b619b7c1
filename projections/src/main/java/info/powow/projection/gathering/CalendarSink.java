package info.powow.projection.gathering;

import com.mongodb.client.model.WriteModel;
import info.powow.domain.gathering.Answer;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.eventlog.LoggedEvent;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projector.Projection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.BsonDocument;

/// Maintains people's calendars. Writing an event again has no effect.
final class CalendarSink implements Projection.Sink {
  private final ViewCollection<CalendarView> calendars;

  /// Pending writes, by person and gathering.
  private final Map<String, BsonDocument> pending = new LinkedHashMap<>();

  CalendarSink(ViewCollection<CalendarView> calendars) {
    this.calendars = calendars;
  }

  private static String name(Answer answer) {
    return answer.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void load(List<LoggedEvent> events) {
    // Fields are overwritten, so nothing needs to be loaded.
  }

  @Override
  public void apply(LoggedEvent logged) {
    switch (logged.event()) {
      case GatheringPublished published -> put(published.host().value(), logged, CalendarView.HOST);
      case GatheringAnswered answered ->
          put(answered.personId().value(), logged, name(answered.answer()));
      default -> {
        // Does not change who has it in their calendar.
      }
    }
  }

  private void put(String person, LoggedEvent logged, String what) {
    pending
        .computeIfAbsent(person, _ -> new BsonDocument())
        .append(CalendarView.fieldOf(logged.stream()), CalendarView.entry(logged.sequence(), what));
  }

  @Override
  public int pending() {
    return pending.size();
  }

  @Override
  public void flush() {
    List<WriteModel<CalendarView>> writes = new ArrayList<>(pending.size());
    pending.forEach(
        (person, gatherings) -> writes.add(ViewCollection.advancing(person, gatherings)));
    calendars.write(writes);
    pending.clear();
  }
}
