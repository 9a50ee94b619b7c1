package info.powow.axon.store;

import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;

/// Events for tests of event stores.
public sealed interface Noted {
  record TextNoted(String text) implements Noted {}

  record NumberNoted(long number) implements Noted {}

  /// The fold of notes, saved as a snapshot.
  record Notes(String all) {}

  static EventTypes types() {
    return EventTypes.builder().family(Noted.class).type(Notes.class).build();
  }

  static EventSerializer serializer() {
    return new EventSerializer(new EventJson(types()));
  }

  static LogEventStore store(EventLog log) {
    return store(log, serializer(), NoOpEventUpcaster.INSTANCE);
  }

  static LogEventStore store(EventLog log, EventSerializer serializer, EventUpcaster upcasters) {
    return LogEventStore.on(new LogEventStorageEngine(log, serializer, upcasters));
  }
}
