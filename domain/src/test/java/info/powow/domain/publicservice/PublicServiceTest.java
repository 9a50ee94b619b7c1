package info.powow.domain.publicservice;

import static info.powow.domain.ExamplePeople.NOW;
import static info.powow.domain.ExamplePeople.ada;
import static info.powow.domain.ExamplePeople.bob;
import static info.powow.domain.ExamplePeople.cleo;
import static info.powow.domain.ExamplePeople.key;
import static info.powow.domain.Refusals.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.ServiceId;
import info.powow.domain.person.Consent;
import info.powow.domain.person.MayAdd;
import info.powow.domain.person.MayWrite;
import info.powow.domain.person.PersonCommand.RefuseInviter;
import info.powow.domain.place.Place;
import info.powow.domain.publicservice.ServiceCommand.AcceptSpeaking;
import info.powow.domain.publicservice.ServiceCommand.ChangeService;
import info.powow.domain.publicservice.ServiceCommand.DeclineSpeaking;
import info.powow.domain.publicservice.ServiceCommand.PublishService;
import info.powow.domain.publicservice.ServiceCommand.WithdrawService;
import info.powow.domain.publicservice.ServiceEvent.ServiceChanged;
import info.powow.domain.publicservice.ServiceEvent.ServicePublished;
import info.powow.domain.publicservice.ServiceEvent.ServiceWithdrawn;
import info.powow.domain.publicservice.ServiceEvent.SpeakerAccepted;
import info.powow.domain.publicservice.ServiceEvent.SpeakerDeclined;
import info.powow.domain.publicservice.ServiceEvent.SpeakerInvited;
import info.powow.domain.publicservice.ServiceEvent.SpeakerUninvited;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PublicServiceTest {
  private static final ServiceId LIBRARY = ServiceId.of(ada, key(1));
  private static final Description BOOKS =
      new Description("Library", "Lends books.", null, new Place(52.5, 13.4, null), 0, null, null);
  private static final ServicePublished PUBLISHED =
      new ServicePublished(LIBRARY, key(1), ada, BOOKS, List.of(ada), NOW);
  private static final SpeakerInvited BOB_INVITED = new SpeakerInvited(LIBRARY, bob, ada, NOW);
  private static final SpeakerAccepted BOB_ACCEPTED = new SpeakerAccepted(LIBRARY, bob, ada, NOW);

  /// Who has blocked whom.
  private final Map<PersonId, PersonId> blocked = new HashMap<>(Map.of(cleo, ada));

  private final Map<PersonId, Consent> consents = new HashMap<>();

  private List<ServiceEvent> decide(ServiceCommand command, ServiceEvent... before) {
    PublicService state = PublicService.unpublished();
    for (ServiceEvent event : before) {
      state = PublicService.evolve(state, event);
    }
    return PublicService.decide(
        state,
        command,
        new ServiceContext() {
          @Override
          public Instant now() {
            return NOW;
          }

          @Override
          public boolean isPerson(PersonId person) {
            return !person.value().equals("nobody");
          }

          @Override
          public boolean hasBlocked(PersonId person, PersonId other) {
            return other.equals(blocked.get(person));
          }

          @Override
          public Consent consentOf(PersonId person) {
            return consents.getOrDefault(person, Consent.DEFAULT);
          }
        });
  }

  private static ChangeService change(
      PersonId by, @Nullable String name, @Nullable List<PersonId> speakers) {
    return new ChangeService(LIBRARY, by, name, null, null, null, null, null, null, speakers);
  }

  @Test
  void whoPublishesAServiceSpeaksForItAndTheOthersAreAsked() {
    assertThat(decide(new PublishService(ada, key(1), BOOKS, List.of(bob, ada, bob))))
        .containsExactly(PUBLISHED, BOB_INVITED);
    assertThat(decide(new PublishService(ada, key(1), BOOKS, List.of()), PUBLISHED)).isEmpty();
  }

  @Test
  void whoIsAskedSpeaksForItOnceTheyAccept() {
    assertRejected(
        Reason.NOT_A_SPEAKER, () -> decide(change(bob, "Mine", null), PUBLISHED, BOB_INVITED));
    assertThat(decide(new AcceptSpeaking(LIBRARY, bob), PUBLISHED, BOB_INVITED))
        .containsExactly(BOB_ACCEPTED);
    assertThat(decide(new AcceptSpeaking(LIBRARY, bob), PUBLISHED, BOB_INVITED, BOB_ACCEPTED))
        .isEmpty();
    assertThat(decide(change(bob, "City library", null), PUBLISHED, BOB_INVITED, BOB_ACCEPTED))
        .containsExactly(
            new ServiceChanged(
                LIBRARY,
                new Description("City library", "Lends books.", null, BOOKS.place(), 0, null, null),
                List.of(ada, bob),
                bob,
                NOW));
  }

  @Test
  void aServiceDoesNotExistForWhoHasNoSpeakerOnTheirSideOfABlock() {
    for (Map.Entry<PersonId, PersonId> block : Map.of(ada, cleo, cleo, ada).entrySet()) {
      blocked.clear();
      blocked.put(block.getKey(), block.getValue());
      for (ServiceCommand command :
          List.of(
              change(cleo, "Mine", null),
              new WithdrawService(LIBRARY, cleo),
              new AcceptSpeaking(LIBRARY, cleo),
              new DeclineSpeaking(LIBRARY, cleo))) {
        assertRejected(Reason.SERVICE_NOT_FOUND, () -> decide(command, PUBLISHED));
      }
      assertRejected(
          Reason.NOT_A_SPEAKER,
          () -> decide(new WithdrawService(LIBRARY, cleo), PUBLISHED, BOB_INVITED, BOB_ACCEPTED));
    }
  }

  @Test
  void nobodyAcceptsWhatWasNotOffered() {
    assertRejected(Reason.NOT_A_SPEAKER, () -> decide(new AcceptSpeaking(LIBRARY, bob), PUBLISHED));
    assertRejected(
        Reason.NOT_A_SPEAKER,
        () ->
            decide(
                new AcceptSpeaking(LIBRARY, bob),
                PUBLISHED,
                BOB_INVITED,
                new SpeakerDeclined(LIBRARY, bob, ada, NOW)));
    assertRejected(
        Reason.NOT_A_SPEAKER,
        () ->
            decide(
                new AcceptSpeaking(LIBRARY, bob),
                PUBLISHED,
                BOB_INVITED,
                new SpeakerUninvited(LIBRARY, bob, ada, NOW)));
    blocked.put(ada, bob);
    assertRejected(
        Reason.SERVICE_NOT_FOUND,
        () -> decide(new AcceptSpeaking(LIBRARY, bob), PUBLISHED, BOB_INVITED));
    assertRejected(Reason.SERVICE_NOT_FOUND, () -> decide(new AcceptSpeaking(LIBRARY, bob)));
    assertRejected(
        Reason.SERVICE_NOT_FOUND,
        () ->
            decide(
                new AcceptSpeaking(LIBRARY, bob),
                PUBLISHED,
                BOB_INVITED,
                new ServiceWithdrawn(LIBRARY, ada, NOW)));
  }

  @Test
  void whoDeclinesIsNotAskedForEver() {
    SpeakerDeclined declined = new SpeakerDeclined(LIBRARY, bob, ada, NOW);
    assertThat(decide(new DeclineSpeaking(LIBRARY, bob), PUBLISHED, BOB_INVITED))
        .containsExactly(declined);
    assertThat(PublicService.consequence(declined)).contains(new RefuseInviter(bob, ada));
    assertThat(PublicService.consequence(BOB_ACCEPTED)).isEmpty();
    assertThat(decide(new DeclineSpeaking(LIBRARY, bob), PUBLISHED, BOB_INVITED, declined))
        .isEmpty();
    assertThat(decide(change(ada, null, List.of(ada, bob)), PUBLISHED, BOB_INVITED, declined))
        .containsExactly(BOB_INVITED);

    consents.put(
        bob,
        new Consent(MayAdd.EVERYONE, MayWrite.EVERYONE, Map.of(), Map.of(ada, Consent.REFUSALS)));
    assertRejected(
        Reason.INVITATIONS_DECLINED,
        () -> decide(change(ada, null, List.of(ada, bob)), PUBLISHED, BOB_INVITED, declined));
  }

  @Test
  void whoSpeaksForItMayCeaseUnlessNobodyElseDoes() {
    assertThat(decide(new DeclineSpeaking(LIBRARY, ada), PUBLISHED, BOB_INVITED, BOB_ACCEPTED))
        .containsExactly(new ServiceChanged(LIBRARY, BOOKS, List.of(bob), ada, NOW));
    assertRejected(
        Reason.LAST_SPEAKER,
        () -> decide(new DeclineSpeaking(LIBRARY, ada), PUBLISHED, BOB_INVITED));
  }

  @Test
  void whoIsNamedIsAskedAndWhoIsNotNamedAnyMoreIsNotAskedAnyMore() {
    assertThat(decide(change(ada, null, List.of(bob, ada)), PUBLISHED))
        .containsExactly(BOB_INVITED);
    assertThat(decide(change(ada, null, List.of(bob, ada)), PUBLISHED, BOB_INVITED)).isEmpty();
    assertThat(decide(change(ada, null, List.of(ada)), PUBLISHED, BOB_INVITED))
        .containsExactly(new SpeakerUninvited(LIBRARY, bob, ada, NOW));
    assertThat(decide(change(ada, null, List.of(bob, ada)), PUBLISHED, BOB_INVITED, BOB_ACCEPTED))
        .containsExactly(new ServiceChanged(LIBRARY, BOOKS, List.of(bob, ada), ada, NOW));
    assertRejected(
        Reason.LAST_SPEAKER, () -> decide(change(ada, null, List.of(bob)), PUBLISHED, BOB_INVITED));
  }

  @Test
  void nobodyElseDoes() {
    blocked.clear();
    assertRejected(Reason.NOT_A_SPEAKER, () -> decide(change(cleo, "Mine", null), PUBLISHED));
    assertRejected(
        Reason.NOT_A_SPEAKER, () -> decide(new WithdrawService(LIBRARY, cleo), PUBLISHED));
  }

  @Test
  void somebodySpeaksForItAlwaysAndNobodyUnasked() {
    assertRejected(Reason.INVALID_REQUEST, () -> decide(change(ada, null, List.of()), PUBLISHED));
    assertRejected(
        Reason.PERSON_NOT_FOUND,
        () -> decide(change(ada, null, List.of(ada, new PersonId("nobody"))), PUBLISHED));
    assertRejected(Reason.BLOCKED, () -> decide(change(ada, null, List.of(ada, cleo)), PUBLISHED));
    blocked.put(ada, bob);
    assertRejected(
        Reason.BLOCKED_BY_YOU, () -> decide(change(ada, null, List.of(ada, bob)), PUBLISHED));
    assertRejected(
        Reason.BLOCKED, () -> decide(new PublishService(ada, key(2), BOOKS, List.of(cleo))));
  }

  @Test
  void whatIsWithdrawnIsGoneForGood() {
    ServiceWithdrawn withdrawn = new ServiceWithdrawn(LIBRARY, ada, NOW);

    assertThat(decide(new WithdrawService(LIBRARY, ada), PUBLISHED)).containsExactly(withdrawn);
    assertRejected(
        Reason.SERVICE_NOT_FOUND, () -> decide(change(ada, "Back", null), PUBLISHED, withdrawn));
    assertRejected(
        Reason.SERVICE_NOT_FOUND,
        () -> decide(new WithdrawService(LIBRARY, ada), PUBLISHED, withdrawn));
    assertThat(decide(new PublishService(ada, key(1), BOOKS, List.of()), PUBLISHED, withdrawn))
        .isEmpty();
    assertRejected(Reason.SERVICE_NOT_FOUND, () -> decide(new WithdrawService(LIBRARY, ada)));
  }

  @Test
  void aContactCanBeCalledWrittenToOrOpenedAndNothingElse() {
    assertThat(new Contact("+49 30 123-456", "desk@library.example", "https://library.example/"))
        .isNotNull();
    assertRejected(Reason.INVALID_CONTACT, () -> new Contact("call me", null, null));
    assertRejected(Reason.INVALID_CONTACT, () -> new Contact(null, "nobody", null));
    assertRejected(Reason.INVALID_CONTACT, () -> new Contact(null, null, "javascript:alert(1)"));
    assertRejected(Reason.INVALID_CONTACT, () -> new Contact(null, null, "https://a b"));
  }

  @Test
  void itServesUpTo200KilometresAround() {
    Place place = BOOKS.place();
    assertRejected(
        Reason.INVALID_PLACE, () -> new Description("a", "", null, place, 200_001, null, null));
    assertRejected(
        Reason.INVALID_PLACE, () -> new Description("a", "", null, place, -1, null, null));
    assertThat(new Description("a", "", null, place, 200_000, null, null).area())
        .isEqualTo(200_000);
  }

  @Test
  void aLogThatDoesNotBeginWithThePublishingIsNoService() {
    assertThatThrownBy(() ->
            PublicService.evolve(
                PublicService.unpublished(), new ServiceWithdrawn(LIBRARY, ada, NOW)))
        .isInstanceOf(IllegalStateException.class);
  }
}
