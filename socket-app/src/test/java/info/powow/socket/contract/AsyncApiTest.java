package info.powow.socket.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.FieldError;
import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.Role;
import info.powow.domain.person.InboxSection;
import info.powow.domain.place.Place;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.json.WireEvent;
import info.powow.socket.conversation.Destination;
import info.powow.socket.conversation.Destinations;
import info.powow.socket.nearby.NearbyMessage;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AsyncApiTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JsonNode DOCUMENT = JSON.readTree(AsyncApi.document());
  private static final JsonNode SCHEMAS = DOCUMENT.at("/components/schemas");
  private static final EventTypes NEARBY = EventTypes.builder().family(NearbyMessage.class).build();
  private static final Path GOLDEN =
      Path.of("..", "eventlog", "src", "test", "resources", "golden");

  // --- SEND ---

  static List<Destination> destinations() {
    return Destinations.all();
  }

  @ParameterizedTest
  @MethodSource("destinations")
  void aBodyOfTheDocumentedFormIsTaken(Destination destination) {
    ObjectNode body = example(destination);

    assertThat(errors(payload(destination), body)).isEmpty();
    assertThatCode(() -> ask(destination, body)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("destinations")
  void whatIsDocumentedAsOptionalMayBeLeftOut(Destination destination) {
    for (RecordComponent field : destination.body().getRecordComponents()) {
      ObjectNode body = example(destination);
      body.remove(field.getName());
      if (field.getName().equals("open")) {
        // A closed group has no place.
        body.remove("place");
      }
      if (isRequired(field)) {
        assertThat(errors(payload(destination), body)).as(field.getName()).hasSize(1);
        assertThatThrownBy(() -> ask(destination, body))
            .as(field.getName())
            .isInstanceOfSatisfying(
                Rejected.class,
                refused -> {
                  assertThat(refused.reason()).isEqualTo(Reason.INVALID_REQUEST);
                  assertThat(refused.error())
                      .extracting(FieldError::field, FieldError::received)
                      .containsExactly(field.getName(), "absent");
                });
      } else {
        assertThat(errors(payload(destination), body)).as(field.getName()).isEmpty();
        assertThatCode(() -> ask(destination, body)).as(field.getName()).doesNotThrowAnyException();
      }
    }
  }

  private static boolean isRequired(RecordComponent field) {
    return !field.getAnnotatedType().isAnnotationPresent(Nullable.class)
        && field.getType() != List.class;
  }

  @ParameterizedTest
  @MethodSource("destinations")
  void whatIsOfAnotherTypeIsRefusedAsDocumented(Destination destination) {
    for (RecordComponent field : destination.body().getRecordComponents()) {
      ObjectNode body = example(destination);
      boolean isObject = field.getType() == Place.class;
      if (isObject) {
        body.put(field.getName(), "text");
      } else {
        body.putObject(field.getName());
      }

      assertThat(errors(payload(destination), body)).as(field.getName()).isNotEmpty();
      assertThatThrownBy(() -> ask(destination, body))
          .as(field.getName())
          .isInstanceOfSatisfying(
              Rejected.class,
              refused ->
                  assertThat(refused.error())
                      .extracting(FieldError::field, FieldError::received)
                      .containsExactly(field.getName(), isObject ? "string" : "object"));
    }
  }

  @Test
  void everyDestinationHasAChannelToReceiveFrom() {
    for (Destination destination : destinations()) {
      JsonNode operation = DOCUMENT.at("/operations/" + id(destination));
      assertThat(operation.path("action").asString(""))
          .as(destination.address())
          .isEqualTo("receive");
      assertThat(channel(destination).path("address").asString()).isEqualTo(destination.address());
    }
  }

  private static void ask(Destination destination, ObjectNode body) {
    Destinations.request(
        new PersonId("ada"),
        destination.address().replace("{id}", "g1"),
        JSON.writeValueAsBytes(body));
  }

  private static ObjectNode example(Destination destination) {
    ObjectNode body = JSON.createObjectNode();
    for (RecordComponent field : destination.body().getRecordComponents()) {
      body.set(field.getName(), example(field.getGenericType()));
    }
    return body;
  }

  private static JsonNode example(Type type) {
    if (type instanceof ParameterizedType list) {
      return JSON.createArrayNode().add(example(list.getActualTypeArguments()[0]));
    }
    Map<Type, Object> examples =
        Map.ofEntries(
            Map.entry(CommandKey.class, "5c1f2a34-0d6e-4a59-9a3e-1f7c6f0d2b11"),
            Map.entry(PersonId.class, "bob"),
            Map.entry(ImageId.class, "i1"),
            Map.entry(Role.class, "moderator"),
            Map.entry(InboxSection.class, "archived"),
            // Valid as a name, a message and an emoji.
            Map.entry(String.class, "👍"),
            Map.entry(Boolean.class, true),
            Map.entry(boolean.class, true),
            Map.entry(double.class, 13.4),
            Map.entry(Long.class, 3),
            Map.entry(long.class, 3),
            Map.entry(Instant.class, "2100-01-02T03:04:05.060Z"),
            Map.entry(Place.class, Map.of("lat", 52.5, "lon", 13.4, "label", "The well")));
    return JSON.valueToTree(Objects.requireNonNull(examples.get(type), type.getTypeName()));
  }

  private static String id(Destination destination) {
    return DOCUMENT
        .path("channels")
        .propertyStream()
        .filter(channel ->
            channel.getValue().path("address").asString("").equals(destination.address()))
        .map(channel -> channel.getKey())
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode channel(Destination destination) {
    return DOCUMENT.path("channels").path(id(destination));
  }

  private static JsonNode payload(Destination destination) {
    return DOCUMENT.at("/components/messages").path(id(destination)).path("payload");
  }

  // --- SUBSCRIBE ---

  /// Events that are sent as stored. Nearby subscriptions report changes of gatherings in another
  /// form.
  private static boolean isSentAsStored(String type) {
    return SCHEMAS.has(onTheWire(type))
        && !NEARBY.classes().stream().anyMatch(message -> message.getSimpleName().equals(type));
  }

  static Stream<Path> goldenEvents() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(GOLDEN)) {
      files = found.sorted().toList();
    }
    return files.stream().filter(file -> isSentAsStored(type(file)));
  }

  @ParameterizedTest
  @MethodSource("goldenEvents")
  void everyEventOfTheLogIsSentInItsDocumentedForm(Path golden) throws IOException {
    byte[] stored = Files.readString(golden).strip().getBytes(StandardCharsets.UTF_8);
    ObjectNode schema = (ObjectNode) SCHEMAS.path(onTheWire(type(golden)));
    boolean positioned = schema.path("properties").has("position");
    JsonNode wire =
        JSON.readTree(
            positioned
                ? WireEvent.of(type(golden), 7, stored)
                : WireEvent.withoutPosition(type(golden), stored));

    assertThat(errors(schema, wire)).isEmpty();
    assertThat(wire.propertyNames())
        .as("a golden event has all of its fields, and the document no other")
        .containsExactlyInAnyOrderElementsOf(
            schema.path("properties").propertyNames().stream()
                .filter(name -> !name.equals("withheld"))
                .toList());
    for (JsonNode required : schema.path("required")) {
      ObjectNode less = ((ObjectNode) wire.deepCopy()).without(required.asString());
      assertThat(errors(schema, less)).as("without %s", required).hasSize(1);
    }
  }

  @Test
  void onlyWhatIsNotSentAsItIsStoredIsNotDocumented() {
    Set<String> inTheLog = new TreeSet<>();
    EventTypes.ofPowow().classes().forEach(type -> inTheLog.add(type.getSimpleName()));

    inTheLog.removeIf(AsyncApiTest::isSentAsStored);

    assertThat(inTheLog)
        .containsExactly(
            "AccountOpened",
            "AvatarChanged",
            "BundleFetched",
            "BundleMade",
            "CampaignApproved",
            "CampaignDrafted",
            "CampaignPaused",
            "CampaignStarted",
            "CampaignStopped",
            "CaseApproved",
            "CaseClosed",
            "CaseOpened",
            "CommandRefused",
            "ConversationLevelChanged",
            "DeviceAdded",
            "DeviceRemoved",
            "DeviceReplaced",
            "ErasureAsked",
            "ErasureBegun",
            "ErasureDeferred",
            "ErasureDone",
            "ErasureWithdrawn",
            "EventSkipped",
            "GatheringAnswered",
            "GatheringCancelled",
            "GatheringChanged",
            "GatheringPictureChanged",
            "GatheringPublished",
            "GatheringRescheduled",
            "HandleReserved",
            "HoldEnded",
            "HoldPlaced",
            "HoldReleased",
            "ImageErased",
            "ImageShared",
            "InviterRefused",
            "LookRefused",
            "Looked",
            "MailAddressAsked",
            "MailAddressConfirmed",
            "MailAddressRemoved",
            "MailBounced",
            "MailComplained",
            "MailConsentChanged",
            "MailLanguageChanged",
            "MailUnsubscribed",
            "MessageReported",
            "NotificationsChanged",
            "PersonErased",
            "PersonReported",
            "PlaceUpdated",
            "ProfileChanged",
            "ProfileCreated",
            "ReportClosed",
            "RoleGranted",
            "RoleRevoked",
            "ServiceChanged",
            "ServicePublished",
            "ServiceWithdrawn",
            "SessionEnded",
            "SessionRefreshed",
            "SessionStarted",
            "StaffTokenIssued");
  }

  private static String type(Path golden) {
    return golden.getFileName().toString().replaceFirst("\\..*", "");
  }

  private static String onTheWire(String type) {
    return WireEvent.typeOnTheWire(type);
  }

  // --- schemas ---

  @ParameterizedTest
  @ValueSource(strings = {"a", "A-z_0", "", " ", "ä", "a.b", "a/b", "a\n"})
  void idsAndKeysAreDocumentedAsTheDomainTakesThem(String text) {
    for (String id : List.of(text, text.repeat(64), text.repeat(65))) {
      assertThat(matches("ConversationId", id)).isEqualTo(taken(ConversationId::new, id));
    }
    for (String key : List.of(text, text.repeat(128), text.repeat(129))) {
      assertThat(matches("CommandKey", key)).isEqualTo(taken(CommandKey::new, key));
    }
  }

  private static boolean matches(String schema, String text) {
    String pattern = SCHEMAS.path(schema).path("pattern").asString();
    // As in JavaScript, where the dollar does not match before a final line break.
    return Pattern.compile(pattern.replaceFirst("\\$$", "\\\\z")).matcher(text).find();
  }

  private static boolean taken(Function<String, ?> type, String text) {
    try {
      return type.apply(text) != null;
    } catch (Rejected _) {
      return false;
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<JsonNode> references = DOCUMENT.findValues("$ref");

    assertThat(references).isNotEmpty();
    for (JsonNode reference : references) {
      String pointer = reference.asString().substring(1);
      assertThat(DOCUMENT.at(pointer).isMissingNode()).as(pointer).isFalse();
    }
  }

  private static List<Error> errors(JsonNode schema, JsonNode value) {
    ObjectNode whole = JSON.createObjectNode();
    whole.set("definitions", SCHEMAS);
    whole.putArray("allOf").add(schema);
    String local = whole.toString().replace("#/components/schemas/", "#/definitions/");
    Schema compiled =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(local);
    return compiled.validate(
        value, context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }
}
