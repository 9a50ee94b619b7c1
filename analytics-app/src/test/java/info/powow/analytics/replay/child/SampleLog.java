package info.powow.analytics.replay.child;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ReadEvent.Read;
import info.powow.domain.staff.RoleEvent.RoleGranted;
import info.powow.domain.staff.StaffRole;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogObserver;
import info.powow.eventlog.engine.EventLogOptions;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.keys.KeyFolder;
import info.powow.eventlog.keys.MasterKey;
import info.powow.eventlog.keys.RootKeys;
import info.powow.eventlog.seal.PersonalFields;
import info.powow.eventlog.seal.Sealing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A sealed log with two groups.
public record SampleLog(EventLog log, KeyFolder keyFolder, EventJson json, Sealing sealing)
    implements AutoCloseable {
  public static final ConversationId GROUP = new ConversationId("cgroup");
  public static final ConversationId OTHER = new ConversationId("cother");
  public static final PersonId ADA = new PersonId("pada");
  public static final PersonId BOB = new PersonId("pbob");
  public static final PersonId CEM = new PersonId("pcem");
  public static final PersonId DORA = new PersonId("pdora");
  public static final Instant START = Instant.parse("2026-11-24T10:00:00.000Z");

  /// How many events a replay of all has.
  public static final int REPLAYED = 14;

  public static SampleLog in(Path folder) throws IOException {
    Path keys = Files.createDirectories(folder.resolve("keys"));
    KeyFolder keyFolder = KeyFolder.open(keys, MasterKey.of(null, null, keys), Clock.systemUTC());
    EventJson json = new EventJson(EventTypes.ofPowow());
    Sealing sealing = new Sealing(PersonalFields.of(json.types()), keyFolder);
    EventLog log =
        EventLog.open(
            EventLogOptions.in(folder.resolve("log")).withReservedDiskBytes(0),
            EventLogObserver.NONE,
            sealing);
    SampleLog sample = new SampleLog(log, keyFolder, json, sealing);
    Map<String, Long> next = new HashMap<>();
    CommandKey key = new CommandKey("key");
    sample.add(
        next,
        GROUP.value(),
        new GroupCreated(
            GROUP, key, ADA, "Allotment", List.of(ADA, BOB, DORA), true, false, START));
    for (int i = 1; i <= 6; i++) {
      PersonId sender = i % 2 == 0 ? BOB : ADA;
      sample.add(next, GROUP.value(), sent(GROUP, sender, "hello " + i, i));
    }
    sample.add(
        next,
        GROUP.value(),
        new MessageEdited(GROUP, 1, "hello again, everybody", null, ADA, START.plusSeconds(7)));
    sample.add(next, "roles", new RoleGranted(ADA, StaffRole.ADMIN, null, START));
    sample.add(
        next, GROUP.value() + "~" + BOB.value(), new Read(GROUP, BOB, 3, START.plusSeconds(8)));
    sample.add(
        next,
        OTHER.value(),
        new GroupCreated(OTHER, key, CEM, "Chess", List.of(CEM), true, false, START));
    sample.add(next, OTHER.value(), sent(OTHER, CEM, "e4", 9));
    sample.add(next, OTHER.value(), sent(OTHER, CEM, "e5", 30));
    sample.add(next, GROUP.value(), sent(GROUP, DORA, "to be forgotten", 31));
    // As a later version may write it.
    log.append(
            List.of(
                Entry.of(
                    "later",
                    "Later",
                    0,
                    UUID.randomUUID().toString(),
                    START,
                    "SomethingLater",
                    "1",
                    "{}".getBytes(StandardCharsets.UTF_8),
                    new byte[0])))
        .join();
    sample.add(next, GROUP.value(), sent(GROUP, ADA, "last", 3_600));
    return sample;
  }

  public static MessageSent sent(
      ConversationId where, PersonId who, @Nullable String text, long seconds) {
    return new MessageSent(
        where,
        new CommandKey("key"),
        who,
        text,
        List.of(),
        List.of(),
        null,
        List.of(),
        START.plusSeconds(seconds));
  }

  private void add(Map<String, Long> next, String stream, Object event) {
    long sequence = next.merge(stream, 1L, Long::sum) - 1;
    String type = json.types().nameOf(event.getClass());
    log.append(
            List.of(
                Entry.of(
                    stream,
                    "Sample",
                    sequence,
                    UUID.randomUUID().toString(),
                    START,
                    type,
                    "1",
                    json.encode(event),
                    new byte[0])))
        .join();
  }

  public RootKeys keys() {
    return keyFolder;
  }

  @Override
  public void close() {
    log.close();
  }
}
