package info.powow.query;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.jwt;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MemberJoined;
import info.powow.domain.conversation.ConversationEvent.MemberLeft;
import info.powow.domain.conversation.ConversationEvent.MessageDeleted;
import info.powow.domain.conversation.ConversationEvent.MessageEdited;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.gathering.GatheringEvent;
import info.powow.domain.identity.Handle;
import info.powow.domain.image.ImageEvent;
import info.powow.domain.mail.MailEvent;
import info.powow.domain.notification.DeviceEvent;
import info.powow.domain.notification.NotificationEvent;
import info.powow.domain.person.PersonEvent;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// People and their events, and HTTP requests on their behalf. Each test has people of its own.
public final class Neighbourhood {
  private static final Instant MORNING = Instant.parse("2026-05-01T08:00:00Z");

  private final EventStore log;
  private final MockMvc http;
  private final JsonMapper json;
  private final Map<String, Long> next = new HashMap<>();
  private final Map<String, String> handles = new HashMap<>();
  private long seconds;

  public Neighbourhood(EventStore log, MockMvc http, JsonMapper json) {
    this.log = log;
    this.http = http;
    this.json = json;
  }

  /// Advances the clock and returns the time.
  public Instant now() {
    return MORNING.plusSeconds(++seconds);
  }

  // ---------------------------------------------------------------------------------------- events

  public PersonId moveIn(String name) {
    PersonId person = new PersonId("p" + UUID.randomUUID());
    String handle = name.toLowerCase(java.util.Locale.ROOT) + "_" + person.value().substring(1, 9);
    handles.put(person.value(), handle);
    happened(new ProfileCreated(person, new Handle(handle), name, now()));
    return person;
  }

  public String handleOf(PersonId person) {
    return String.valueOf(handles.get(person.value()));
  }

  public ConversationId chat(PersonId one, PersonId other) {
    ConversationId chat = ConversationId.ofDirect(one, other);
    happened(new DirectOpened(chat, one, List.of(one, other), now()));
    return chat;
  }

  public ConversationId group(String name, boolean history, PersonId... members) {
    CommandKey key = new CommandKey(UUID.randomUUID().toString());
    ConversationId group = ConversationId.ofGroup(members[0], key);
    happened(
        new GroupCreated(group, key, members[0], name, List.of(members), true, history, now()));
    return group;
  }

  public long says(PersonId person, ConversationId in, String text) {
    CommandKey key = new CommandKey(UUID.randomUUID().toString());
    return happened(
        new MessageSent(in, key, person, text, List.of(), List.of(), null, List.of(), now()));
  }

  public long edits(PersonId person, ConversationId in, long message, String text) {
    return happened(new MessageEdited(in, message, text, null, person, now()));
  }

  public long deletes(PersonId person, ConversationId in, long message) {
    return happened(new MessageDeleted(in, message, person, now()));
  }

  public long reacts(PersonId person, ConversationId in, long message, String emoji) {
    return happened(new ReactionAdded(in, message, emoji, person, now()));
  }

  public long pins(PersonId person, ConversationId in, long message) {
    return happened(new MessagePinned(in, message, person, now()));
  }

  public long joins(PersonId person, ConversationId group) {
    return happened(new MemberJoined(group, person, now()));
  }

  public long leaves(PersonId person, ConversationId group) {
    return happened(new MemberLeft(group, person, now()));
  }

  public void reads(PersonId person, ConversationId in, long upTo) {
    happened(new ReadEvent.Read(in, person, upTo, now()));
  }

  /// @return its position
  public long happened(Object event) {
    String stream =
        switch (event) {
          case ConversationEvent conversation -> conversation.conversationId().value();
          case ReadEvent read -> read.conversationId().value() + "~" + read.personId().value();
          case PersonEvent person -> person.personId().value();
          case ImageEvent image -> image.imageId().value();
          case NotificationEvent change -> "notifications:" + change.personId().value();
          case DeviceEvent device -> "device:" + device.deviceId().value();
          case GatheringEvent gathering -> gathering.gatheringId().value();
          case MailEvent mail -> "mail:" + mail.personId().value();
          default -> throw new IllegalArgumentException("not an event: " + event);
        };
    long sequence = next.merge(stream, 1L, Long::sum) - 1;
    log.publish(List.of(new GenericDomainEventMessage<>("test", stream, sequence, event)));
    return sequence;
  }

  // -------------------------------------------------------------------------------------------
  // requests

  public ResultActions asks(PersonId person, String path) throws Exception {
    return http.perform(
        get(path)
            .with(
                jwt()
                    .jwt(token ->
                        token.subject(person.value()).expiresAt(Instant.now().plusSeconds(600)))));
  }

  public JsonNode gets(PersonId person, String path) throws Exception {
    var response = asks(person, path).andReturn().getResponse();
    if (response.getStatus() != 200) {
      throw new AssertionError(
          path
              + " was answered with "
              + response.getStatus()
              + " "
              + response.getContentAsString());
    }
    return json.readTree(response.getContentAsByteArray());
  }

  /// Returns the code of the refusal.
  public String refused(PersonId person, String path) throws Exception {
    var response = asks(person, path).andReturn().getResponse();
    JsonNode problem = json.readTree(response.getContentAsByteArray());
    return response.getStatus() + " " + problem.path("code").asString("");
  }

  public static List<String> texts(JsonNode messages) {
    List<String> texts = new ArrayList<>();
    messages.forEach(message -> texts.add(message.path("text").asString("")));
    return texts;
  }
}
