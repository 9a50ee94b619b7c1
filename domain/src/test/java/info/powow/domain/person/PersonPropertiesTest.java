package info.powow.domain.person;

import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Rejected;
import info.powow.domain.identity.Handle;
import info.powow.domain.person.PersonCommand.ArrangeConversation;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.ChangeAvatar;
import info.powow.domain.person.PersonCommand.ChangeProfile;
import info.powow.domain.person.PersonCommand.CreateProfile;
import info.powow.domain.person.PersonCommand.MuteConversation;
import info.powow.domain.person.PersonCommand.UnblockPerson;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.domain.place.Offset;
import info.powow.domain.place.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Invariants that hold for any commands of one person, as time passes.
class PersonPropertiesTest {
  private static final PersonLimits LIMITS = new PersonLimits(3, 3);

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void aPersonBeginsWithAProfileAndStaysSmallAndTheSame(
      @ForAll("askings") List<Function<Instant, PersonCommand>> askings) {
    List<PersonEvent> log = new ArrayList<>();
    List<Person> states = new ArrayList<>(List.of(Person.unknown()));
    Instant now = NOW;
    for (Function<Instant, PersonCommand> asking : askings) {
      now = now.plus(Duration.ofMinutes(1));
      Person before = states.getLast();
      List<PersonEvent> events;
      try {
        events =
            Person.decide(
                before,
                asking.apply(now),
                new PersonContext(
                    LIMITS,
                    PlaceLimits.DEFAULT,
                    _ -> new Offset(0.3, -0.2),
                    PersonStory.pictures(),
                    PersonStory.conversations(),
                    now));
      } catch (Rejected refused) {
        continue;
      }
      for (PersonEvent event : events) {
        assertThat(event.personId()).isEqualTo(ada);
        assertThat(event.at()).isEqualTo(now);
        log.add(event);
        states.add(Person.evolve(states.getLast(), event));
      }
      if (states.getLast() instanceof Person.Known known) {
        assertThat(log.getFirst()).isInstanceOf(ProfileCreated.class);
        assertThat(known.blocked()).hasSizeLessThanOrEqualTo(3);
        assertThat(known.muted()).hasSizeLessThanOrEqualTo(3);
      } else {
        assertThat(log).isEmpty();
      }
    }
    for (int i = 0; i <= log.size(); i++) {
      assertThat(fold(Person.unknown(), log.subList(0, i))).isEqualTo(states.get(i));
      assertThat(fold(states.get(i), log.subList(i, log.size()))).isEqualTo(states.getLast());
    }
  }

  private static Person fold(Person from, List<PersonEvent> events) {
    Person state = from;
    for (PersonEvent event : events) {
      state = Person.evolve(state, event);
    }
    return state;
  }

  @Provide
  Arbitrary<List<Function<Instant, PersonCommand>>> askings() {
    Arbitrary<PersonId> people =
        Arbitraries.of("ada", "bob", "cleo", "dora", "eve").map(PersonId::new);
    Arbitrary<ConversationId> conversations =
        Arbitraries.of("a", "b", "c", "d", "e").map(ConversationId::new);
    Arbitrary<Function<Instant, PersonCommand>> asking =
        Arbitraries.oneOf(
            Arbitraries.of("Ada", " ")
                .map(name -> _ -> new CreateProfile(ada, new Handle("ada"), name)),
            Arbitraries.of("Ada", "A.", "")
                .injectNull(0.3)
                .map(name -> _ -> new ChangeProfile(ada, name, null, Discoverability.GROUPS, null)),
            Combinators.combine(
                    Arbitraries.doubles().between(-90, 90),
                    Arbitraries.doubles().between(-180, 180))
                .as((lat, lon) -> _ -> new UpdatePlace(ada, new Point(lat, lon))),
            Arbitraries.of(PersonStory.ADAS, PersonStory.BOBS)
                .injectNull(0.3)
                .map(image -> _ -> new ChangeAvatar(ada, image)),
            people.map(person -> _ -> new BlockPerson(ada, person)),
            people.map(person -> _ -> new UnblockPerson(ada, person)),
            Combinators.combine(conversations, Arbitraries.longs().between(-2, 12))
                .as((chat, minutes) -> now -> mute(chat, now.plus(Duration.ofMinutes(minutes)))),
            conversations.map(chat -> _ -> new MuteConversation(ada, chat, null)),
            Combinators.combine(
                    conversations,
                    Arbitraries.of(InboxSection.class).injectNull(0.3),
                    Arbitraries.of(true, false).injectNull(0.3))
                .as((chat, section, unread) ->
                    _ -> new ArrangeConversation(ada, chat, section, unread)));
    return asking.list().ofMinSize(10).ofMaxSize(60);
  }

  private static PersonCommand mute(ConversationId conversation, Instant until) {
    return new MuteConversation(ada, conversation, until);
  }
}
