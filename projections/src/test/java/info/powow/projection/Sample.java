package info.powow.projection;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.DirectOpened;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ReadEvent;
import info.powow.domain.identity.Handle;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// People and events for tests.
public final class Sample {
  public static final PersonId ADA = new PersonId("ada");
  public static final PersonId BOB = new PersonId("bob");
  public static final PersonId CLEO = new PersonId("cleo");
  public static final PersonId DAN = new PersonId("dan");
  public static final ConversationId CHAT = ConversationId.ofDirect(ADA, BOB);
  public static final ConversationId GROUP = ConversationId.ofGroup(ADA, new CommandKey("g1"));
  public static final Instant NOON = Instant.parse("2026-05-01T12:00:00.000Z");

  private Sample() {}

  public static Instant at(long second) {
    return NOON.plusSeconds(second);
  }

  public static ProfileCreated profile(PersonId person) {
    return new ProfileCreated(
        person, new Handle(person.value()), "Name of " + person.value(), NOON);
  }

  public static DirectOpened chat() {
    return new DirectOpened(CHAT, ADA, List.of(ADA, BOB), NOON);
  }

  public static GroupCreated group(PersonId... others) {
    return group(false, others);
  }

  public static GroupCreated group(boolean history, PersonId... others) {
    List<PersonId> members = Stream.concat(Stream.of(ADA), Stream.of(others)).toList();
    return new GroupCreated(
        GROUP, new CommandKey("g1"), ADA, "The group", members, true, history, NOON);
  }

  public static MessageSent sent(ConversationId in, PersonId by, String text, long second) {
    return new MessageSent(
        in,
        new CommandKey("k" + second),
        by,
        text,
        List.of(),
        List.of(),
        null,
        List.of(),
        at(second));
  }

  public static ConversationEvent reply(
      ConversationId in, PersonId by, String text, @Nullable Long to, long second) {
    return new MessageSent(
        in,
        new CommandKey("k" + second),
        by,
        text,
        List.of(),
        List.of(),
        to,
        List.of(),
        at(second));
  }

  public static ReadEvent read(ConversationId in, PersonId by, long upTo, long second) {
    return new ReadEvent.Read(in, by, upTo, at(second));
  }
}
