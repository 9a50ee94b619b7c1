package info.powow.projection.gathering;

import com.mongodb.client.model.WriteModel;
import info.powow.domain.gathering.Answer;
import info.powow.domain.gathering.GatheringEvent.GatheringAnswered;
import info.powow.domain.gathering.GatheringEvent.GatheringPublished;
import info.powow.projection.LoggedEvent;
import info.powow.projection.Projection;
import info.powow.projection.mongo.ViewCollection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonString;

/// Keeps people's calendars. What is said again is written again, and the last word is the same.
final class CalendarSink implements Projection.Sink {
  private static final String DECLINED = name(Answer.DECLINED);

  private final ViewCollection<CalendarView> calendars;

  /// What is to be written, by person and gathering.
  private final Map<String, Map<String, String>> pending = new LinkedHashMap<>();

  CalendarSink(ViewCollection<CalendarView> calendars) {
    this.calendars = calendars;
  }

  private static String name(Answer answer) {
    return answer.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void load(List<LoggedEvent> events) {
    // A field is written, whatever was in it.
  }

  @Override
  public void apply(LoggedEvent logged) {
    switch (logged.event()) {
      case GatheringPublished published ->
          put(published.host().value(), logged.stream(), CalendarView.HOST);
      case GatheringAnswered answered ->
          put(answered.personId().value(), logged.stream(), name(answered.answer()));
      default -> {
        // Whose calendar it is in stays.
      }
    }
  }

  private void put(String person, String gathering, String what) {
    pending.computeIfAbsent(person, _ -> new LinkedHashMap<>()).put(gathering, what);
  }

  @Override
  public int pending() {
    return pending.size();
  }

  @Override
  public void flush() {
    List<WriteModel<CalendarView>> writes = new ArrayList<>(pending.size());
    pending.forEach(
        (person, gatherings) -> writes.add(ViewCollection.updating(person, update(gatherings))));
    calendars.write(writes);
    pending.clear();
  }

  private static BsonDocument update(Map<String, String> gatherings) {
    BsonDocument set = new BsonDocument();
    BsonDocument unset = new BsonDocument();
    gatherings.forEach((gathering, what) ->
        (what.equals(DECLINED) ? unset : set)
            .append(CalendarView.GATHERINGS + '.' + gathering, new BsonString(what)));
    BsonDocument update = new BsonDocument();
    if (!set.isEmpty()) {
      update.append("$set", set);
    }
    if (!unset.isEmpty()) {
      update.append("$unset", unset);
    }
    return update;
  }
}
