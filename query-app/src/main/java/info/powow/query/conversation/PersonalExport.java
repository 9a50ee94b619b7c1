package info.powow.query.conversation;

import static java.util.stream.Collectors.toSet;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.image.Picture;
import info.powow.domain.notification.Device;
import info.powow.domain.report.Report;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.LoggedReports;
import info.powow.eventlog.json.WireEvent;
import info.powow.images.store.ImageStore;
import info.powow.projection.conversation.ConversationView;
import info.powow.projection.conversation.InboxView;
import info.powow.projection.image.ImageView;
import info.powow.projection.person.PersonView;
import info.powow.query.RawJson;
import info.powow.query.audit.AuditsOfPeople;
import info.powow.query.person.PersonFinder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The zip with everything about one person. Written while it is read, so memory does not grow with
/// it.
final class PersonalExport implements AutoCloseable {
  /// What proves to be somebody is not theirs to take along, and would be a risk in a file.
  private static final List<String> SECRETS = List.of("refreshHash", "usedHash", "passwordHash");

  private static final int MOST_NAMES = 1_000;

  private static final String HEAD =
      """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Powow</title>
      <style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}\
      time{color:#666;font-size:.85em;margin-left:.5em}p{margin:.4rem 0;overflow-wrap:anywhere;white-space:pre-wrap}</style>
      """;

  private final PersonId person;
  private final EventSource log;
  private final PersonFinder people;
  private final ConversationReader conversations;
  private final JsonMapper json;
  private final ZipOutputStream zip;

  /// What is in the zip, by file.
  private final Map<String, String> files = new LinkedHashMap<>();

  /// The last ones looked up.
  private final Map<String, String> names =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST_NAMES;
        }
      };

  PersonalExport(
      PersonId person,
      EventSource log,
      PersonFinder people,
      ConversationReader conversations,
      JsonMapper json,
      OutputStream out) {
    this.conversations = conversations;
    this.person = person;
    this.log = log;
    this.people = people;
    this.json = json;
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
  }

  void write(InboxView inbox, EventsController events, List<Device.Registered> devices)
      throws IOException {
    stream(
        "profile.jsonl", person.value(), "Profile, places, blocks and settings, with every change");
    stream("sessions.jsonl", "sessions:" + person.value(), "Where you signed in");
    stream("notifications.jsonl", "notifications:" + person.value(), "Notification settings");
    reports();
    stream("mail.jsonl", "mail:" + person.value(), "Mail addresses and consent");
    devices(devices);
    memberships(inbox);
    for (Map.Entry<String, InboxView.Entry> each : inbox.conversations().entrySet()) {
      String id = each.getKey();
      begin("conversations/" + id + ".jsonl");
      lines(events.everything(id, each.getValue().visible()));
      String page = "conversations/" + id + ".html";
      begin(page);
      text(HEAD + "<h1>" + escaped(titleOf(each.getValue(), id)) + "</h1>\n");
      readable(events.everything(id, each.getValue().visible()));
      files.put(page, titleOf(each.getValue(), id));
    }
  }

  /// Without what staff did about them: that concerns somebody else.
  private void reports() throws IOException {
    begin("reports.jsonl");
    for (Report report : new LoggedReports(log).of(person).values()) {
      ObjectNode line = json.createObjectNode();
      line.put("reportId", report.id().value()).put("personId", report.person().value());
      if (report.conversation() != null) {
        line.put("conversationId", report.conversation().value());
      }
      line.put("position", report.message()).put("note", report.note());
      line.put("reason", json.valueToTree(report.reason()).asString());
      line.put("at", report.at().toString());
      line.put("closedAt", report.closing() == null ? null : report.closing().at().toString());
      line(json.writeValueAsString(line));
    }
    files.put("reports.jsonl", "People and messages that you have reported");
  }

  /// Without addresses and keys: whoever has them can send to the device.
  private void devices(List<Device.Registered> devices) throws IOException {
    begin("devices.jsonl");
    for (Device.Registered device : devices) {
      ObjectNode line = json.createObjectNode();
      line.put("deviceId", device.id().value()).put("label", device.label());
      line.put("origin", device.origin()).put("registeredAt", device.registeredAt().toString());
      line(json.writeValueAsString(line));
    }
    files.put("devices.jsonl", "Devices on which you are notified");
  }

  /// The pictures that this person has uploaded, as they are stored. One that is missing is said to
  /// be.
  void pictures(List<ImageView> pictures, ImageStore store) throws IOException {
    List<String> lines = new ArrayList<>();
    // They are compressed already.
    zip.setLevel(Deflater.NO_COMPRESSION);
    for (ImageView image : pictures) {
      Picture picture = image.picture();
      ObjectNode line = json.createObjectNode();
      line.put("imageId", image.id()).put("erased", image.erased());
      if (picture != null && !image.erased()) {
        line.put("width", picture.width()).put("height", picture.height());
        line.put("hash", picture.hash().value());
        ImageStore.Stored stored = store.find(picture.hash(), ImageStore.ORIGINAL).orElse(null);
        if (stored != null) {
          String file = "pictures/" + image.id() + '.' + picture.format().extension();
          begin(file);
          try (InputStream in = stored.open(0)) {
            long unused = in.transferTo(zip);
          }
          line.put("file", file);
        }
      }
      lines.add(json.writeValueAsString(line));
    }
    zip.setLevel(Deflater.DEFAULT_COMPRESSION);
    begin("pictures.jsonl");
    for (String line : lines) {
      line(line);
    }
    files.put("pictures.jsonl", "Pictures that you have uploaded; the files are in pictures/");
  }

  /// Who looked at what this person wrote, and why, where people are told.
  void audits(AuditsOfPeople audits, InboxView inbox) throws IOException {
    if (!audits.tells()) {
      return;
    }
    begin("audits.jsonl");
    Set<ConversationId> theirs =
        inbox.conversations().keySet().stream().map(ConversationId::new).collect(toSet());
    for (AuditsOfPeople.PastAudit audit : audits.of(person, theirs)) {
      line(json.writeValueAsString(audit));
    }
    files.put("audits.jsonl", "Audits that concerned you, after they had ended");
  }

  private void stream(String file, String stream, String title) throws IOException {
    begin(file);
    Iterator<LoggedEvent> events = log.iterate(stream, 0);
    while (events.hasNext()) {
      LoggedEvent event = events.next();
      byte[] wire = WireEvent.of(event.type(), event.sequence(), event.json());
      ObjectNode line = (ObjectNode) json.readTree(wire);
      line.remove(SECRETS);
      line(json.writeValueAsString(line));
    }
    files.put(file, title);
  }

  private void memberships(InboxView inbox) throws IOException {
    begin("memberships.jsonl");
    for (Map.Entry<String, InboxView.Entry> each : inbox.conversations().entrySet()) {
      InboxView.Entry entry = each.getValue();
      ObjectNode line = json.createObjectNode();
      line.put("conversationId", each.getKey()).put("group", entry.group());
      line.put("joinedAt", entry.joinedAt().toString()).put("member", entry.isMember());
      line.put("name", titleOf(entry, each.getKey()));
      line.put("readUpTo", readUpTo(each.getKey()));
      line(json.writeValueAsString(line));
    }
    files.put(
        "memberships.jsonl", "The conversations that you are or were in, and what you have read");
  }

  /// -1 if nothing was read.
  private long readUpTo(String conversation) {
    String stream = conversation + "~" + person.value();
    var last = log.lastSequence(stream);
    return last.isEmpty()
        ? -1
        : json.readTree(log.read(stream, last.getAsLong(), 1).getFirst().json())
            .path("upTo")
            .asLong(-1);
  }

  private void lines(Iterator<RawJson> events) throws IOException {
    while (events.hasNext()) {
      line(events.next().json());
    }
  }

  private void readable(Iterator<RawJson> events) throws IOException {
    while (events.hasNext()) {
      JsonNode event = json.readTree(events.next().json());
      String said =
          switch (event.path("type").asString()) {
            case "messageSent" -> textOf(event);
            case "messageEdited" ->
                event.has("text")
                    ? "(message " + event.path("message").asLong() + " edited) " + textOf(event)
                    : null;
            case "messageDeleted" -> "(message " + event.path("message").asLong() + " deleted)";
            default -> null;
          };
      if (said != null) {
        String who = event.path(event.has("sender") ? "sender" : "by").asString();
        text(
            "<p id=\"p%d\"><b>%s</b><time>%s</time>\n%s</p>\n"
                .formatted(
                    event.path("position").asLong(),
                    escaped(nameOf(who)),
                    escaped(event.path("at").asString()),
                    escaped(said)));
      }
    }
  }

  private static String textOf(JsonNode event) {
    if (event.has("withheld") && !event.has("text")) {
      return "(" + event.path("withheld").asString() + ")";
    }
    String text = event.path("text").asString("");
    int pictures = event.path("images").size();
    return pictures == 0 ? text : text + " (" + pictures + " pictures)";
  }

  void index() throws IOException {
    begin("index.html");
    text(HEAD + "<h1>What Powow knows about you</h1>\n<p>Your id is " + person.value() + ". ");
    text(
        "Files that end in .jsonl have one JSON object on each line. What others wrote is here as far as you can see it in Powow.</p>\n<ul>\n");
    for (Map.Entry<String, String> file : files.entrySet()) {
      text("<li><a href=\"%s\">%s</a></li>\n".formatted(file.getKey(), escaped(file.getValue())));
    }
    text("</ul>\n");
  }

  private String titleOf(InboxView.Entry entry, String id) {
    if (entry.peer() != null) {
      return nameOf(entry.peer());
    }
    if (entry.leftName() != null) {
      return entry.leftName();
    }
    ConversationView group = conversations.conversations(List.of(id), List.of("name")).get(id);
    return group == null || group.name() == null ? id : group.name();
  }

  private String nameOf(String id) {
    String known = names.get(id);
    if (known == null) {
      @Nullable PersonView view = people.named(List.of(id)).get(id);
      known = view == null ? id : view.displayName();
      names.put(id, known);
    }
    return known;
  }

  private static final Map<Character, String> ESCAPES = new HashMap<>();

  static {
    ESCAPES.put('<', "&lt;");
    ESCAPES.put('>', "&gt;");
    ESCAPES.put('&', "&amp;");
    ESCAPES.put('"', "&quot;");
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      String escape = ESCAPES.get(c);
      escaped.append(escape == null ? String.valueOf(c) : escape);
    }
    return escaped.toString();
  }

  private void begin(String file) throws IOException {
    zip.putNextEntry(new ZipEntry(file));
  }

  private void line(String text) throws IOException {
    text(text);
    zip.write('\n');
  }

  private void text(String text) throws IOException {
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
