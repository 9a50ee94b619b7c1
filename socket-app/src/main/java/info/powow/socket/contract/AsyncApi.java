package info.powow.socket.contract;

import static info.powow.eventlog.json.EventSchemas.object;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.Reason;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.notification.InAppMessage;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.publicservice.ServiceEvent;
import info.powow.eventlog.json.EventSchemas;
import info.powow.eventlog.json.EventTypes;
import info.powow.eventlog.json.WireEvent;
import info.powow.http.Release;
import info.powow.socket.conversation.Destination;
import info.powow.socket.conversation.Destinations;
import info.powow.socket.nearby.NearbyMessage;
import info.powow.socket.presence.Signal;
import info.powow.socket.push.ResumeMarker;
import info.powow.socket.push.Topic;
import info.powow.socket.session.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Generates the STOMP contract as an [AsyncAPI
/// 3.0](https://www.asyncapi.com/docs/reference/specification/v3.0.0) document, from the types that
/// the code reads and writes.
///
/// The document describes the server as the application: it receives what clients SEND, and sends
/// what they SUBSCRIBE to.
final class AsyncApi {
  private static final String DESCRIPTION =
      """
      Private chats and groups over STOMP 1.2, 1.1 and 1.0, in text frames over WebSocket. CONNECT with a token first: the \
      channel `session` has the frames around the messages. Every SEND may ask for a RECEIPT, which comes when its event is \
      durably stored; a refused one is told on /user/queue/errors instead. Fields that are absent or empty are left out, and \
      there may be more of them one day: ignore what you do not know.\
      """;

  private final EventSchemas schemas = new EventSchemas();
  private final Map<String, Object> channels = new LinkedHashMap<>();
  private final Map<String, Object> operations = new LinkedHashMap<>();
  private final Map<String, Object> messages = new LinkedHashMap<>();
  private final Map<String, Object> described = new LinkedHashMap<>();

  private AsyncApi() {}

  static byte[] document() {
    return JsonMapper.builder()
        // Sorted, so that every process generates the same document.
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsBytes(new AsyncApi().build());
  }

  private Map<String, Object> build() {
    session();
    Destinations.all().forEach(this::receive);
    List<String> ofConversations =
        define(EventTypes.builder().family(ConversationEvent.class), true);
    List<String> reads = define(EventTypes.builder().family(ReadEvent.class), false);
    List<String> personal =
        define(
            EventTypes.builder()
                .type(PersonEvent.PersonBlocked.class)
                .type(PersonEvent.ConsentChanged.class)
                .type(PersonEvent.InvitationDeclined.class)
                .type(PersonEvent.RequestDeclined.class)
                .type(PersonEvent.PersonUnblocked.class)
                .type(PersonEvent.ConversationMuted.class)
                .type(PersonEvent.ConversationUnmuted.class)
                .type(PersonEvent.ConversationArranged.class)
                .type(ServiceEvent.SpeakerInvited.class)
                .type(ServiceEvent.SpeakerUninvited.class)
                .type(ServiceEvent.SpeakerAccepted.class)
                .type(ServiceEvent.SpeakerDeclined.class),
            false);
    List<String> marks = define(EventTypes.builder().family(ResumeMarker.class), false);
    List<String> signals = define(EventTypes.builder().family(Signal.class), false);
    List<String> nearby = define(EventTypes.builder().family(NearbyMessage.class), false);
    List<String> notifications = define(EventTypes.builder().family(InAppMessage.class), false);
    describe("refusal", schemas.record(Refusal.class));
    send(
        "events",
        Topic.EVENTS,
        "Every event of every conversation of mine, each conversation in its order, and what I have"
            + " set for myself or was asked. With the header resume, first what was missed, up to caughtUp.",
        ofConversations,
        reads,
        personal,
        marks);
    send(
        "conversation",
        Topic.CONVERSATIONS + "{id}",
        "The events of one conversation, for its members.",
        ofConversations,
        reads);
    send(
        "signals",
        Topic.SIGNALS,
        "Who is there and who types, of those with whom I share a private chat or a small group.",
        signals);
    send("errors", Topic.ERRORS, "What was refused.", List.of("refusal"));
    send(
        "nearby",
        Topic.NEARBY,
        "With the headers lat, lon and radius: what is near, up to caughtUp, then what appears,"
            + " changes and goes. Without them, as with them: what becomes of gatherings I go to.",
        nearby,
        List.of(WireEvent.typeOnTheWire(ResumeMarker.CaughtUp.class.getSimpleName())));
    send(
        "notifications",
        Topic.NOTIFICATIONS,
        "What I am notified of, and what of it is to be cleared because I have read it on another"
            + " device.",
        notifications);
    replays();

    Map<String, Object> document = new LinkedHashMap<>();
    document.put("asyncapi", "3.0.0");
    document.put("info", info());
    document.put("defaultContentType", "application/json");
    document.put("servers", Map.of("ws", server()));
    document.put("channels", channels);
    document.put("operations", operations);
    document.put("components", components());
    return document;
  }

  private static Map<String, Object> info() {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("title", "Powow over STOMP");
    info.put("version", Release.version());
    info.put("description", DESCRIPTION);
    return info;
  }

  private static Map<String, Object> server() {
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("host", "{host}");
    server.put("pathname", "/ws");
    server.put("protocol", "ws");
    server.put("description", "STOMP in the sub-protocols v12.stomp, v11.stomp and v10.stomp.");
    server.put(
        "variables",
        Map.of(
            "host",
            ordered("default", "localhost:8080", "description", "Where this document was found.")));
    server.put("security", List.of(ref("#/components/securitySchemes/token")));
    return server;
  }

  private Map<String, Object> components() {
    Map<String, Object> all = new LinkedHashMap<>(schemas.named());
    all.putAll(described);
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("messages", messages);
    components.put("schemas", all);
    components.put(
        "parameters",
        Map.of(
            "id",
            Map.of("description", "The id of a conversation, of a service, or of a replay.")));
    components.put(
        "securitySchemes",
        Map.of(
            "token",
            ordered(
                "type",
                "http",
                "scheme",
                "bearer",
                "bearerFormat",
                "JWT",
                "description",
                "The token of POST /api/sessions, or for replays a staff token, in the header Authorization of CONNECT (Bearer"
                    + " <token>) or in passcode.")));
    return components;
  }

  // --- frames -----------------------------------------------------------------------------------

  private void session() {
    Map<String, Object> text = Map.of("type", "string");
    describe(
        "ConnectHeaders",
        headers(
            List.of("accept-version"),
            "accept-version",
            text,
            "Authorization",
            text,
            "passcode",
            text,
            "heart-beat",
            text));
    describe(
        "SubscribeHeaders",
        headers(
            List.of("id", "destination"),
            "id",
            text,
            "destination",
            text,
            "receipt",
            text,
            "resume",
            ordered(
                "type",
                "string",
                "contentMediaType",
                "application/json",
                "description",
                "With /user/queue/events: a JSON object of conversation ids, each with the last"
                    + " position seen, or -1 for none."),
            "epoch",
            ordered(
                "type",
                "string",
                "description",
                "With resume: the epoch header of the CONNECTED frame under which those positions"
                    + " were seen. When the log is another by now, the answer begins with reset."),
            "lat",
            ordered("type", "string", "description", "With /user/queue/nearby: -90 to 90."),
            "lon",
            ordered("type", "string", "description", "With /user/queue/nearby: -180 to 180."),
            "radius",
            ordered(
                "type",
                "string",
                "description",
                "With /user/queue/nearby: in metres, 1 to 100000, 5000 when it is left out."),
            "after",
            ordered(
                "type",
                "string",
                "description",
                "With /user/queue/replays/{id}: the index of an event; only what comes after it."),
            "paused",
            ordered(
                "type",
                "string",
                "description",
                "With /user/queue/replays/{id}: true to wait for resume or step.")));
    describe(
        "SendHeaders",
        headers(List.of("destination"), "destination", text, "receipt", text, "traceparent", text));
    describe(
        "ReceiptHeaders",
        headers(
            List.of("receipt-id"),
            "receipt-id",
            text,
            "conversation",
            schemas.value(ConversationId.class),
            "position",
            ordered("type", "string", "pattern", "^[0-9]+$")));
    describe(
        "MessageHeaders",
        headers(
            List.of("destination", "message-id", "content-type"),
            "destination",
            text,
            "subscription",
            text,
            "message-id",
            text,
            "content-type",
            Map.of("const", "application/json")));
    describe(
        "ErrorHeaders",
        headers(
            List.of("code", "message"),
            "code",
            schemas.value(Reason.class),
            "message",
            text,
            "receipt-id",
            text));
    Map<String, Object> frames = new LinkedHashMap<>();
    frames.put("connect", frame("CONNECT", "Comes first.", "ConnectHeaders"));
    frames.put("subscribe", frame("SUBSCRIBE", "Asks for what comes.", "SubscribeHeaders"));
    frames.put(
        "receipt",
        frame(
            "RECEIPT",
            "It is done. After a command that made an event: durably, there.",
            "ReceiptHeaders"));
    frames.put("error", frame("ERROR", "The protocol was broken: the last frame.", "ErrorHeaders"));
    Map<String, Object> session = new LinkedHashMap<>();
    session.put("address", null);
    session.put("description", "The frames of STOMP that are no messages.");
    session.put("messages", frames);
    channels.put("session", session);
    operation("session.receive", "receive", "session", List.of("connect", "subscribe"));
    operation("session.send", "send", "session", List.of("receipt", "error"));
  }

  private static Map<String, Object> frame(String name, String summary, String headers) {
    return ordered("name", name, "summary", summary, "headers", schema(headers));
  }

  private static Map<String, Object> headers(List<String> required, Object... properties) {
    return object(ordered(properties), required);
  }

  // --- SEND -------------------------------------------------------------------------------------

  private void receive(Destination destination) {
    String id = idOf(destination.address());
    String title = destination.name();
    describe(title, body(destination.body()));
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("name", title);
    message.put("headers", schema("SendHeaders"));
    message.put("payload", schema(title));
    messages.put(id, message);
    channel(id, destination.address(), null, List.of(id));
    operation(id, "receive", id, List.of(id))
        .put(
            "reply",
            ordered(
                "channel",
                ref("#/channels/session"),
                "messages",
                List.of(ref("#/channels/session/messages/receipt"))));
  }

  /// A refusal repeats the key of any frame.
  private Map<String, Object> body(Class<?> type) {
    return schemas.recordWith(type, "key", schemas.value(CommandKey.class));
  }

  // --- SUBSCRIBE --------------------------------------------------------------------------------

  /// @return the names of the messages
  private List<String> define(EventTypes.Builder types, boolean positioned) {
    return types.build().classes().stream()
        .map(type -> {
          String name = WireEvent.typeOnTheWire(type.getSimpleName());
          describe(
              name, positioned ? schemas.onTheWire(type) : schemas.onTheWireWithoutPosition(type));
          return name;
        })
        .sorted()
        .toList();
  }

  @SafeVarargs
  private void send(String id, String address, String description, List<String>... carried) {
    List<String> all = new ArrayList<>();
    for (List<String> names : carried) {
      for (String name : names) {
        all.add(name);
        messages.put(
            name,
            ordered("name", name, "headers", schema("MessageHeaders"), "payload", schema(name)));
      }
    }
    channel(id, address, description, all);
    operation(id, "send", id, all);
  }

  private void replays() {
    Map<String, Object> index = ordered("type", "integer", "minimum", 1);
    Map<String, Object> count = ordered("type", "integer", "minimum", 0);
    describe(
        "replayEvent",
        ordered(
            "type",
            "object",
            "description",
            "An event as it was, with the fields of its type; ids are pseudonyms outside of a case.",
            "properties",
            ordered(
                "index",
                index,
                "type",
                Map.of("type", "string"),
                "position",
                count,
                "withheld",
                ordered("enum", List.of("personal", "erased"))),
            "required",
            List.of("index", "type", "position")));
    describe(
        "replayed",
        object(
            ordered("type", Map.of("const", "replayed"), "events", count, "unknown", count),
            List.of("type", "events", "unknown")));
    send(
        "replay",
        Topic.REPLAYS + "{id}",
        "For staff, in a session with a staff token of the scope replay: the events of one of my replays"
            + " in the order of the log, and then replayed. With the header after, only events after"
            + " that index; with paused: true, it waits for resume or step.",
        List.of("replayEvent", "replayed"));
  }

  // --- parts of the document --------------------------------------------------------------------

  private void describe(String name, Map<String, Object> schema) {
    described.put(name, schema);
  }

  private void channel(
      String id, String address, @Nullable String description, List<String> carried) {
    Map<String, Object> channel = new LinkedHashMap<>();
    channel.put("address", address);
    if (description != null) {
      channel.put("description", description);
    }
    if (address.contains("{id}")) {
      channel.put("parameters", Map.of("id", ref("#/components/parameters/id")));
    }
    Map<String, Object> refs = new LinkedHashMap<>();
    carried.forEach(message -> refs.put(message, ref("#/components/messages/" + message)));
    channel.put("messages", refs);
    channels.put(id, channel);
  }

  private Map<String, Object> operation(
      String id, String action, String channel, List<String> carried) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("action", action);
    operation.put("channel", ref("#/channels/" + channel));
    operation.put(
        "messages",
        carried.stream()
            .map(message -> ref("#/channels/" + channel + "/messages/" + message))
            .toList());
    operations.put(id, operation);
    return operation;
  }

  /// `conversations.send` for `/app/conversations/{id}/send`.
  private static String idOf(String address) {
    return address.replaceFirst("^/app/", "").replace("/{id}", "").replace('/', '.');
  }

  private static Map<String, Object> schema(String name) {
    return ref("#/components/schemas/" + name);
  }

  private static Map<String, Object> ref(String to) {
    return Map.of("$ref", to);
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      ordered.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return ordered;
  }
}
