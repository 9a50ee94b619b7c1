package info.powow.command;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.command.conversation.ConversationSnapshot;
import info.powow.command.identity.SessionsSnapshot;
import info.powow.command.person.PersonSnapshot;
import info.powow.domain.audit.CaseEvent;
import info.powow.domain.audit.Cases;
import info.powow.domain.campaign.Campaign;
import info.powow.domain.campaign.CampaignEvent;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.conversation.ReadMarker;
import info.powow.domain.erasure.ErasureEvent;
import info.powow.domain.erasure.Erasures;
import info.powow.domain.erasure.HoldEvent;
import info.powow.domain.gathering.Gathering;
import info.powow.domain.gathering.GatheringEvent;
import info.powow.domain.identity.Account;
import info.powow.domain.identity.AccountEvent;
import info.powow.domain.identity.SessionEvent;
import info.powow.domain.identity.Sessions;
import info.powow.domain.image.Image;
import info.powow.domain.image.ImageEvent;
import info.powow.domain.mail.MailEvent;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceEvent;
import info.powow.domain.notification.NotificationEvent;
import info.powow.domain.notification.NotificationPreferences;
import info.powow.domain.operation.OperationEvent;
import info.powow.domain.operation.Operations;
import info.powow.domain.person.Person;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.publicservice.PublicService;
import info.powow.domain.publicservice.ServiceEvent;
import info.powow.domain.report.ReportEvent;
import info.powow.domain.report.Reports;
import info.powow.domain.staff.RoleEvent;
import info.powow.domain.staff.StaffRoles;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What each state is after each event of a stored stream (`src/main/resources/…/states`). An empty
/// line separates streams.
///
/// A state that is changed on purpose: run this with `-Dreference.write=true`, and read the
/// difference. Snapshots get a new revision by that (`SnapshotRevisions`). An event that is new: add
/// a line without a state.
class GoldenStatesTest {
  private static final Path FOLDER =
      Path.of("src", "main", "resources", "info", "powow", "command", "states");
  private static final EventTypes TYPES = SnapshotRevisions.with(EventTypes.ofPowow());
  private static final EventJson JSON = new EventJson(TYPES);
  private static final JsonMapper LINES = JSON.mapper();

  /// @param snapshot of a state; null if it is never saved
  private record Aggregate<S, E>(
      String name,
      Class<S> type,
      S initial,
      BiFunction<S, E, S> evolve,
      @Nullable Function<S, Object> snapshot,
      List<Class<?>> families) {
    @Override
    public String toString() {
      return name;
    }

    @SuppressWarnings("unchecked")
    S after(S state, Object event) {
      return evolve.apply(state, (E) event);
    }
  }

  private static <S, E> Aggregate<S, E> aggregate(
      String name, Class<S> type, S initial, BiFunction<S, E, S> evolve, Class<?>... families) {
    return new Aggregate<>(name, type, initial, evolve, null, List.of(families));
  }

  private static <S, E> Aggregate<S, E> saved(
      String name,
      Class<S> type,
      S initial,
      BiFunction<S, E, S> evolve,
      Function<S, Object> snapshot,
      Class<?> family) {
    return new Aggregate<>(name, type, initial, evolve, snapshot, List.of(family));
  }

  static Stream<Aggregate<?, ?>> aggregates() {
    return Stream.of(
        GoldenStatesTest.<Conversation, ConversationEvent>saved(
            "conversation",
            Conversation.class,
            new Conversation.Unopened(),
            Conversation::evolve,
            ConversationSnapshot::new,
            ConversationEvent.class),
        GoldenStatesTest.<Person, PersonEvent>saved(
            "person",
            Person.class,
            new Person.Unknown(),
            Person::evolve,
            PersonSnapshot::new,
            PersonEvent.class),
        GoldenStatesTest.<Sessions, SessionEvent>saved(
            "sessions",
            Sessions.class,
            Sessions.none(),
            Sessions::evolve,
            SessionsSnapshot::new,
            SessionEvent.class),
        GoldenStatesTest.<Account, AccountEvent>aggregate(
            "account", Account.class, Account.free(), Account::evolve, AccountEvent.class),
        GoldenStatesTest.<Campaign, CampaignEvent>aggregate(
            "campaign", Campaign.class, Campaign.NONE, Campaign::evolve, CampaignEvent.class),
        GoldenStatesTest.<Erasures, Object>aggregate(
            "erasures",
            Erasures.class,
            Erasures.NONE,
            Erasures::evolve,
            ErasureEvent.class,
            HoldEvent.class),
        GoldenStatesTest.<Device, DeviceEvent>aggregate(
            "device", Device.class, Device.absent(), Device::evolve, DeviceEvent.class),
        GoldenStatesTest.<NotificationPreferences, NotificationEvent>aggregate(
            "preferences",
            NotificationPreferences.class,
            NotificationPreferences.DEFAULT,
            NotificationPreferences::evolve,
            NotificationEvent.class),
        GoldenStatesTest.<Cases, CaseEvent>aggregate(
            "cases", Cases.class, Cases.NONE, Cases::evolve, CaseEvent.class),
        GoldenStatesTest.<Mailbox, MailEvent>aggregate(
            "mailbox", Mailbox.class, Mailbox.EMPTY, Mailbox::evolve, MailEvent.class),
        GoldenStatesTest.<Image, ImageEvent>aggregate(
            "image", Image.class, Image.unknown(), Image::evolve, ImageEvent.class),
        GoldenStatesTest.<Operations, OperationEvent>aggregate(
            "operations",
            Operations.class,
            Operations.NONE,
            Operations::evolve,
            OperationEvent.class),
        GoldenStatesTest.<Reports, ReportEvent>aggregate(
            "reports", Reports.class, Reports.NONE, Reports::evolve, ReportEvent.class),
        GoldenStatesTest.<StaffRoles, RoleEvent>aggregate(
            "roles", StaffRoles.class, StaffRoles.NONE, StaffRoles::evolve, RoleEvent.class),
        GoldenStatesTest.<Gathering, GatheringEvent>aggregate(
            "gathering",
            Gathering.class,
            Gathering.unpublished(),
            Gathering::evolve,
            GatheringEvent.class),
        GoldenStatesTest.<PublicService, ServiceEvent>aggregate(
            "service",
            PublicService.class,
            PublicService.unpublished(),
            PublicService::evolve,
            ServiceEvent.class),
        GoldenStatesTest.<ReadMarker, ReadEvent>aggregate(
            "read",
            ReadMarker.class,
            ReadMarker.NOTHING_READ,
            ReadMarker::evolve,
            ReadEvent.class));
  }

  @Test
  void everyFileIsOfAnAggregate() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              aggregates().map(each -> each.name() + ".jsonl").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("aggregates")
  <S, E> void aStoredStreamFoldsToTheStatesItAlwaysDid(Aggregate<S, E> aggregate)
      throws IOException {
    Path file = FOLDER.resolve(aggregate.name() + ".jsonl");
    List<String> now = new ArrayList<>();
    Set<Class<?>> seen = new HashSet<>();
    S state = aggregate.initial();
    for (String line : Files.readAllLines(file)) {
      if (line.isEmpty()) {
        state = aggregate.initial();
        now.add(line);
        continue;
      }
      ObjectNode golden = (ObjectNode) LINES.readTree(line);
      Object event =
          JSON.decode(
              golden.path("type").asString(), LINES.writeValueAsBytes(golden.path("event")));
      seen.add(event.getClass());
      state = aggregate.after(state, event);
      JsonNode before = golden.path("state");
      JsonNode folded = LINES.readTree(LINES.writerFor(aggregate.type()).writeValueAsString(state));
      if (!isSame(aggregate, state, folded, before)) {
        assertThat(Boolean.getBoolean("reference.write"))
            .as("after %s%nthe state is %s", line, folded)
            .isTrue();
        golden.set("state", folded);
      }
      now.add(golden.toString());
    }
    if (Boolean.getBoolean("reference.write")) {
      Files.write(file, now);
    }
    assertThat(seen)
        .as("events of the family that the file has")
        .containsExactlyInAnyOrderElementsOf(
            aggregate.families().stream().flatMap(GoldenStatesTest::leaves).toList());
  }

  /// A state that is saved is compared as it is read back. Of others, only the JSON is known, and not
  /// which of its arrays are sets, so that their order is not compared.
  private static <S, E> boolean isSame(
      Aggregate<S, E> aggregate, S state, JsonNode folded, JsonNode before) {
    if (before.isMissingNode()) {
      return false;
    }
    if (aggregate.snapshot() == null) {
      return sorted(folded).equals(sorted(before));
    }
    Object snapshot = aggregate.snapshot().apply(state);
    ObjectNode stored = LINES.createObjectNode();
    stored.set("state", before);
    return snapshot.equals(JSON.decode(snapshot.getClass(), LINES.writeValueAsBytes(stored)))
        && snapshot.equals(JSON.decode(snapshot.getClass(), JSON.encode(snapshot)));
  }

  @Test
  void snapshotsHaveARevisionOfTheirOwn() {
    assertThat(
            Stream.of(ConversationSnapshot.class, PersonSnapshot.class, SessionsSnapshot.class)
                .map(type -> TYPES.revisionOf(TYPES.nameOf(type))))
        .doesNotHaveDuplicates()
        .allMatch(revision -> revision.matches("[0-9a-f]{16}"));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(GoldenStatesTest::leaves)
        : Stream.of(type);
  }

  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      ObjectNode copy = LINES.createObjectNode();
      object
          .propertyStream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(each -> copy.set(each.getKey(), sorted(each.getValue())));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = LINES.createArrayNode();
      array
          .valueStream()
          .map(GoldenStatesTest::sorted)
          .sorted(Comparator.comparing(JsonNode::toString))
          .forEach(copy::add);
      return copy;
    }
    return node;
  }
}
