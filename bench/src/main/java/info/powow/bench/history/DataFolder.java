package info.powow.bench.history;

import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogObserver;
import info.powow.eventlog.engine.EventLogOptions;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.keys.KeyFolder;
import info.powow.eventlog.keys.MasterKey;
import info.powow.eventlog.seal.PersonalFields;
import info.powow.eventlog.seal.Sealing;
import java.nio.file.Path;
import java.time.Clock;

/// The event log and the keys of a data folder, where `./powow up --data` has them.
record DataFolder(EventLog log, KeyFolder keys, EventJson json) implements AutoCloseable {
  static DataFolder open(Path data) {
    Path folder = data.toAbsolutePath().normalize();
    Path keyFolder = folder.resolveSibling(folder.getFileName() + "-keys");
    KeyFolder keys =
        KeyFolder.open(keyFolder, MasterKey.of(null, null, keyFolder), Clock.systemUTC());
    EventJson json = new EventJson(EventTypes.ofPowow());
    EventLog log =
        EventLog.open(
            EventLogOptions.in(log(folder)),
            EventLogObserver.NONE,
            new Sealing(PersonalFields.of(json.types()), keys));
    return new DataFolder(log, keys, json);
  }

  static Path log(Path data) {
    return data.resolve("log");
  }

  @Override
  public void close() {
    log.close();
  }
}
