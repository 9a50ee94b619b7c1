package info.powow.bench.people;

import info.powow.domain.PersonId;
import info.powow.domain.Tag;
import info.powow.domain.identity.Handle;
import info.powow.domain.person.Discoverability;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.person.PersonEvent.PlaceUpdated;
import info.powow.domain.person.PersonEvent.ProfileChanged;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.domain.place.Grid;
import info.powow.eventlog.engine.Entry;
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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// Writes very many people into the log of a stopped server: discoverable, with a place. Signing up
/// a million over HTTP would take hours, and is not what is measured.
public final class SeededWorld {
  private static final int TOGETHER = 500;
  private static final List<Tag> INTERESTS =
      List.of(
          new Tag("board games"),
          new Tag("cycling"),
          new Tag("gardening"),
          new Tag("choir"),
          new Tag("chess"),
          new Tag("repairs"));

  private final EventJson json = new EventJson(EventTypes.ofPowow());
  private final Grid grid = new Grid(500);
  private final Cities cities;
  private final Random random;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  public SeededWorld(Cities cities, long seed) {
    this.cities = cities;
    this.random = new Random(seed);
  }

  /// @param data the data folder; the keys come to be beside it
  public void settle(Path data, int people, ProgressLine progress) {
    ProgressLine.Count count = progress.count("People settled", people);
    Path folder = data.toAbsolutePath().resolveSibling(data.getFileName() + "-keys");
    KeyFolder keys = KeyFolder.open(folder, MasterKey.of(null, null, folder), Clock.systemUTC());
    Sealing sealing = new Sealing(PersonalFields.of(EventTypes.ofPowow()), keys);
    try (EventLog written =
        EventLog.open(EventLogOptions.in(data.resolve("log")), EventLogObserver.NONE, sealing)) {
      CompletableFuture<Long> last = CompletableFuture.completedFuture(0L);
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < people; i++) {
        if (i % TOGETHER == 0) {
          // One fsync for many.
          keys.makeAll(
              IntStream.range(i, Math.min(i + TOGETHER, people))
                  .mapToObj(number -> person(number).value())
                  .toList());
        }
        settle(i, entries);
        count.one();
        if (entries.size() >= TOGETHER || i == people - 1) {
          // One batch ahead of the disk.
          last.join();
          last = written.append(entries);
          entries = new ArrayList<>();
        }
      }
      last.join();
    }
  }

  private void settle(int number, List<Entry> entries) {
    PersonId person = person(number);
    String name = "Settler " + number;
    List<Tag> interests = List.of(INTERESTS.get(random.nextInt(INTERESTS.size())));
    Instant at = now.minusSeconds(random.nextInt(80_000));
    add(entries, 0, new ProfileCreated(person, new Handle("w" + number + "orld"), name, at));
    add(entries, 1, new ProfileChanged(person, name, "", Discoverability.EVERYONE, interests, at));
    add(entries, 2, new PlaceUpdated(person, grid.cellOf(cities.draw(random)), at));
  }

  private static PersonId person(int number) {
    return new PersonId("w%07x".formatted(number));
  }

  private void add(List<Entry> entries, long sequence, PersonEvent event) {
    String stream = event.personId().value();
    String type = event.getClass().getSimpleName();
    entries.add(
        Entry.of(
            stream,
            "PersonAggregate",
            sequence,
            stream + "-" + sequence,
            event.at(),
            type,
            EventTypes.FIRST_REVISION,
            json.encode(event),
            new byte[0]));
  }
}
