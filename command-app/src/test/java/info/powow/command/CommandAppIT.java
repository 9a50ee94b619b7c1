package info.powow.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import info.powow.domain.Accepted;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.EditMessage;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.RemoveMember;
import info.powow.domain.conversation.ConversationCommand.RenameGroup;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ReadCommand.MarkRead;
import info.powow.domain.conversation.RecentMessages;
import info.powow.domain.gathering.Announcement;
import info.powow.domain.gathering.Answer;
import info.powow.domain.gathering.GatheringCommand.AnswerGathering;
import info.powow.domain.gathering.GatheringCommand.PublishGathering;
import info.powow.domain.gathering.Schedule;
import info.powow.domain.identity.Handle;
import info.powow.domain.person.PersonCommand.BlockPerson;
import info.powow.domain.person.PersonCommand.CreateProfile;
import info.powow.domain.person.PersonCommand.UnblockPerson;
import info.powow.domain.person.PersonCommand.UpdatePlace;
import info.powow.domain.place.Place;
import info.powow.domain.place.Point;
import info.powow.domain.publicservice.Description;
import info.powow.domain.publicservice.ServiceCommand.AcceptSpeaking;
import info.powow.domain.publicservice.ServiceCommand.ChangeService;
import info.powow.domain.publicservice.ServiceCommand.DeclineSpeaking;
import info.powow.domain.publicservice.ServiceCommand.PublishService;
import info.powow.domain.publicservice.ServiceCommand.WithdrawService;
import info.powow.eventlog.engine.EventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/// The write side on the real log, through the command bus.
class CommandAppIT {
  private static final PersonId ADA = new PersonId("ada");
  private static final PersonId BOB = new PersonId("bob");
  private static final ConversationId CHAT = ConversationId.ofDirect(ADA, BOB);

  private static final String SNAPSHOT_EVERY_2 = "--powow.commands.snapshot-every=2";
  private static final String SNAPSHOT_EVERY_10 = "--powow.commands.snapshot-every=10";

  @TempDir Path folder;

  @Configuration
  @EnableAutoConfiguration
  static class App {}

  @Test
  void aRetryGetsTheFirstAnswerHoweverLateAndAfterARestart() {
    int beyondMemory = RecentMessages.CAPACITY * 3;
    Accepted first;
    try (var app = start()) {
      signUp(app);
      send(app, new OpenDirect(ADA, BOB));
      first = send(app, message("first"));
      for (int i = 0; i < beyondMemory; i++) {
        send(app, message("later-" + i));
      }

      assertThat(send(app, message("first"))).isEqualTo(first);
    }
    try (var app = start()) {
      assertThat(send(app, message("first"))).isEqualTo(first);
      assertThat(events(app)).hasSize(beyondMemory + 2);
    }
    assertThat(first).isEqualTo(Accepted.at(CHAT, 1));
  }

  @Test
  @Timeout(60)
  void aRetryIsNotAnsweredBeforeWhatItRepeatsIsDurable() throws InterruptedException {
    try (var app = start()) {
      signUp(app);
      send(app, new OpenDirect(ADA, BOB));
      CommandGateway commands = app.getBean(CommandGateway.class);
      CountDownLatch release = holdTheLog(commands);

      CompletableFuture<Accepted> first = commands.send(message("first"));
      CompletableFuture<Accepted> retry = commands.send(message("first"));
      boolean answered = first.isDone() || retry.isDone();
      // First, because the log could not be closed otherwise.
      release.countDown();

      assertThat(answered).isFalse();
      assertThat(retry.join()).isEqualTo(first.join()).isEqualTo(Accepted.at(CHAT, 1));
      assertThat(events(app)).hasSize(2);
    }
  }

  @Test
  @Timeout(60)
  void aRetryOfWhatWasNotStoredAfterAllIsDecidedAgain() throws InterruptedException {
    try (var app = start(SNAPSHOT_EVERY_2)) {
      signUp(app);
      send(app, new OpenDirect(ADA, BOB));
      CommandGateway commands = app.getBean(CommandGateway.class);
      EventLog log = app.getBean(EventLog.class);
      CountDownLatch release = holdTheLog(commands);
      long head = log.head();
      // Written past the cached aggregate, whose next append therefore fails.
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(() -> publish(app, 1, "from-elsewhere"));
      while (log.head() == head) {
        Thread.onSpinWait();
      }

      CompletableFuture<Accepted> first = commands.send(message("first"));
      CompletableFuture<Accepted> retry = commands.send(message("first"));
      release.countDown();

      other.join();
      assertThat(retry.join()).isEqualTo(first.join()).isEqualTo(Accepted.at(CHAT, 2));
      assertThat(events(app)).hasSize(3);
    }
    // No snapshot was saved of what was not stored.
    try (var app = start(SNAPSHOT_EVERY_2)) {
      assertThat(send(app, message("from-elsewhere"))).isEqualTo(Accepted.at(CHAT, 1));
    }
  }

  /// Blocks the log's notifications until released.
  private static CountDownLatch holdTheLog(CommandGateway commands) throws InterruptedException {
    Thread caller = Thread.currentThread();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    int tries = 0;
    do {
      commands.send(
          new BlockPerson(ADA, new PersonId("somebody-" + tries++)),
          (_, _) -> {
            if (Thread.currentThread() != caller) {
              held.countDown();
              awaitUninterruptibly(release);
            }
          });
    } while (!held.await(1, TimeUnit.SECONDS));
    return release;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void publish(ConfigurableApplicationContext app, long sequence, String key) {
    app.getBean(EventStore.class)
        .publish(
            new GenericDomainEventMessage<>(
                "ConversationAggregate",
                CHAT.value(),
                sequence,
                new MessageSent(
                    CHAT,
                    new CommandKey(key),
                    ADA,
                    "hello",
                    List.of(),
                    List.of(),
                    null,
                    List.of(),
                    Instant.EPOCH)));
  }

  @Test
  void manyWritersShareOneOrderWithoutAHole() {
    try (var app = start()) {
      signUp(app);
      send(app, new OpenDirect(ADA, BOB));
      CommandGateway commands = app.getBean(CommandGateway.class);
      List<CompletableFuture<Accepted>> answers = new ArrayList<>();
      List<Thread> writers = new ArrayList<>();
      for (int writer = 0; writer < 20; writer++) {
        String name = "writer-" + writer + "-";
        writers.add(
            Thread.startVirtualThread(() -> {
              for (int i = 0; i < 50; i++) {
                CompletableFuture<Accepted> answer = commands.send(message(name + i));
                synchronized (answers) {
                  answers.add(answer);
                }
              }
            }));
      }
      writers.forEach(CommandAppIT::join);

      assertThat(answers.stream().map(CompletableFuture::join).map(Accepted::position).sorted())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 1_000).boxed().toList());
      assertThat(events(app)).hasSize(1_001);
    }
  }

  /// Ids of people and pictures are known to those who talk with them.
  @Test
  void whoAsksForAConversationUnderTheIdOfSomethingElseHindersNobody() {
    try (var app = start(SNAPSHOT_EVERY_10)) {
      signUp(app);
      for (int i = 0; i < 20; i++) {
        send(app, new BlockPerson(ADA, new PersonId("somebody-" + i)));
      }
      ConversationId notOne = new ConversationId(ADA.value());
      for (int i = 0; i < 2; i++) {
        refuses(
            Reason.CONVERSATION_NOT_FOUND, () -> send(app, new RenameGroup(notOne, BOB, "Mine")));
        refuses(Reason.CONVERSATION_NOT_FOUND, () -> send(app, new MarkRead(notOne, BOB, 0)));
        send(app, new BlockPerson(ADA, BOB));
        send(app, new UnblockPerson(ADA, BOB));
      }
    }
    try (var app = start(SNAPSHOT_EVERY_10)) {
      refuses(
          Reason.CONVERSATION_NOT_FOUND,
          () -> send(app, new RenameGroup(new ConversationId(ADA.value()), BOB, "Mine")));
      send(app, new BlockPerson(ADA, BOB));
    }
  }

  @Test
  void aConversationComesBackFromItsSnapshot() {
    try (var app = start("--powow.commands.snapshot-every=10")) {
      signUp(app);
      send(app, new OpenDirect(ADA, BOB));
      for (int i = 0; i < 200; i++) {
        send(app, message("message-" + i));
      }
    }
    try (var app = start("--powow.commands.snapshot-every=10")) {
      var stream = app.getBean(EventStore.class).readEvents(CHAT.value());
      assertThat(stream.next().getSequenceNumber()).isPositive();

      assertThat(send(app, message("message-0"))).isEqualTo(Accepted.at(CHAT, 1));
      assertThat(send(app, new EditMessage(CHAT, ADA, 3, "edited", null)))
          .isEqualTo(Accepted.at(CHAT, 201));
    }
  }

  @Test
  void aBlockEndsWritingAtOnceAndUnblockingAllowsItAgain() {
    try (var app = start()) {
      signUp(app);
      send(app, new OpenDirect(ADA, BOB));
      send(app, message("before"));
      send(app, new BlockPerson(BOB, ADA));
      refuses(Reason.BLOCKED, () -> send(app, message("while")));
      send(app, new UnblockPerson(BOB, ADA));
      assertThat(send(app, message("after"))).isEqualTo(Accepted.at(CHAT, 2));
    }
  }

  @Test
  void aRefusalTakesNoPositionAndTheNextCommandGoesOn() {
    try (var app = start()) {
      signUp(app);
      send(app, new OpenDirect(ADA, BOB));
      refuses(
          Reason.MESSAGE_NOT_FOUND,
          () -> send(app, new EditMessage(CHAT, ADA, 7, "no such one", null)));
      refuses(
          Reason.CONVERSATION_NOT_FOUND,
          () ->
              send(
                  app,
                  new SendMessage(
                      new ConversationId("nowhere"),
                      ADA,
                      new CommandKey("k"),
                      "hello",
                      List.of(),
                      null,
                      List.of())));
      assertThat(send(app, message("next"))).isEqualTo(Accepted.at(CHAT, 1));
    }
  }

  @Test
  void theSameGroupIsCreatedOnce() {
    try (var app = start()) {
      signUp(app);
      CreateGroup create =
          new CreateGroup(ADA, new CommandKey("g"), "Street", List.of(BOB), true, false);
      Accepted first = send(app, create);
      assertThat(send(app, create)).isEqualTo(first);
      refuses(
          Reason.PERSON_NOT_FOUND,
          () ->
              send(
                  app,
                  new CreateGroup(
                      ADA,
                      new CommandKey("h"),
                      "Street",
                      List.of(new PersonId("nobody")),
                      true,
                      false)));
    }
  }

  @Test
  void whoGoesToAGatheringIsInItsConversationAndARefusedAnswerLeavesNoTrace() {
    Instant start = Instant.now().plus(Duration.ofDays(1));
    PublishGathering publish =
        new PublishGathering(
            ADA,
            new CommandKey("picnic"),
            new Announcement("Picnic", "", null, new Place(52.5, 13.4, null), 1),
            new Schedule(start, start.plus(Duration.ofHours(1)), ZoneId.of("Europe/Berlin")),
            true);
    PersonId cleo = new PersonId("cleo");
    try (var app = start()) {
      signUp(app);
      send(app, new CreateProfile(cleo, new Handle("cleo"), "Cleo"));
      ConversationId chat = Objects.requireNonNull(send(app, publish).conversationId());
      assertThat(send(app, publish).conversationId()).isEqualTo(chat);

      send(app, new AnswerGathering(publish.gathering(), BOB, Answer.GOING));
      refuses(
          Reason.GATHERING_FULL,
          () -> send(app, new AnswerGathering(publish.gathering(), cleo, Answer.GOING)));
      send(app, new AnswerGathering(publish.gathering(), BOB, Answer.DECLINED));

      assertThat(eventsOf(app, chat.value()))
          .extracting(Class::getSimpleName)
          .containsExactly("GroupCreated", "MemberJoined", "MemberLeft");
      assertThat(eventsOf(app, publish.gathering().value()))
          .extracting(Class::getSimpleName)
          .containsExactly("GatheringPublished", "GatheringAnswered", "GatheringAnswered");
    }
    try (var app = start()) {
      send(app, new AnswerGathering(publish.gathering(), cleo, Answer.GOING));
      assertThat(eventsOf(app, publish.gathering().value())).hasSize(4);
    }
  }

  @Test
  void whoIsBannedFromTheConversationDoesNotGoAnyMoreAndCannotGoAgain() {
    Instant start = Instant.now().plus(Duration.ofDays(1));
    PublishGathering publish =
        new PublishGathering(
            ADA,
            new CommandKey("picnic"),
            new Announcement("Picnic", "", null, new Place(52.5, 13.4, null), null),
            new Schedule(start, start.plus(Duration.ofHours(1)), ZoneId.of("Europe/Berlin")),
            true);
    AnswerGathering going = new AnswerGathering(publish.gathering(), BOB, Answer.GOING);
    try (var app = start()) {
      signUp(app);
      ConversationId chat = Objects.requireNonNull(send(app, publish).conversationId());
      send(app, going);

      send(app, new RemoveMember(chat, ADA, BOB, true));

      assertThat(eventsOf(app, chat.value()))
          .extracting(Class::getSimpleName)
          .containsExactly("GroupCreated", "MemberJoined", "MemberRemoved", "MemberBanned");
      assertThat(eventsOf(app, publish.gathering().value()))
          .extracting(Class::getSimpleName)
          .containsExactly("GatheringPublished", "GatheringAnswered", "GatheringAnswered");
      refuses(Reason.BANNED, () -> send(app, going));
      assertThat(eventsOf(app, publish.gathering().value())).hasSize(3);
    }
  }

  @Test
  void whoCannotGetIntoTheConversationDoesNotGo() {
    Instant start = Instant.now().plus(Duration.ofDays(1));
    PublishGathering publish =
        new PublishGathering(
            ADA,
            new CommandKey("picnic"),
            new Announcement("Picnic", "", null, new Place(52.5, 13.4, null), null),
            new Schedule(start, start.plus(Duration.ofHours(1)), ZoneId.of("Europe/Berlin")),
            true);
    PersonId cleo = new PersonId("cleo");
    try (var app = start("--powow.commands.limits.max-group-members=2")) {
      signUp(app);
      send(app, new CreateProfile(cleo, new Handle("cleo"), "Cleo"));
      send(app, publish);
      send(app, new AnswerGathering(publish.gathering(), BOB, Answer.GOING));
      refuses(
          Reason.GROUP_FULL,
          () -> send(app, new AnswerGathering(publish.gathering(), cleo, Answer.GOING)));
      assertThat(eventsOf(app, publish.gathering().value())).hasSize(2);
    }
  }

  @Test
  void aPersonComesBackFromTheSnapshotOfTheirMoves() {
    try (var app = start("--powow.commands.places.interval=0s", SNAPSHOT_EVERY_10)) {
      signUp(app);
      for (int i = 0; i < 100; i++) {
        send(app, new UpdatePlace(BOB, new Point(i % 2 == 0 ? 10 : 20, 30)));
      }
      send(app, new BlockPerson(BOB, ADA));
    }
    try (var app = start("--powow.commands.places.interval=0s", SNAPSHOT_EVERY_10)) {
      var stream = app.getBean(EventStore.class).readEvents(BOB.value());
      assertThat(stream.next().getSequenceNumber()).isPositive();

      refuses(Reason.BLOCKED, () -> send(app, new OpenDirect(ADA, BOB)));
    }
  }

  private static ChangeService speakers(PublishService published, PersonId... speakers) {
    return new ChangeService(
        published.service(),
        published.by(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(speakers));
  }

  @Test
  void aPublicServiceIsChangedByWhoSpeaksForIt() {
    PublishService publish =
        new PublishService(
            ADA,
            new CommandKey("library"),
            new Description("Library", "", null, new Place(52.5, 13.4, null), 0, null, null),
            List.of(BOB));
    try (var app = start()) {
      signUp(app);
      assertThat(send(app, publish).invited()).containsExactly(BOB);
      send(app, publish);
      assertThat(eventsOf(app, publish.service().value()))
          .extracting(Class::getSimpleName)
          .containsExactly("ServicePublished", "SpeakerInvited");
      send(app, new DeclineSpeaking(publish.service(), BOB));
      send(app, new DeclineSpeaking(publish.service(), BOB));
      assertThat(eventsOf(app, BOB.value()))
          .extracting(Class::getSimpleName)
          .containsExactly("ProfileCreated", "InviterRefused");
      send(app, speakers(publish, ADA, BOB));
      send(app, new AcceptSpeaking(publish.service(), BOB));
      send(app, new WithdrawService(publish.service(), BOB));
      refuses(
          Reason.SERVICE_NOT_FOUND, () -> send(app, new WithdrawService(publish.service(), ADA)));
    }
  }

  private static List<? extends Class<?>> eventsOf(
      ConfigurableApplicationContext app, String stream) {
    return app.getBean(EventStore.class)
        .readEvents(stream, 0)
        .asStream()
        .map(message -> message.getPayloadType())
        .toList();
  }

  private ConfigurableApplicationContext start(String... more) {
    SpringApplication application = new SpringApplication(App.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    List<String> args =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--logging.level.root=WARN",
                "--powow.accounts.password-strength=4",
                "--powow.log.folder=" + folder.resolve("log"),
                "--powow.keys.folder=" + folder.resolve("keys"),
                "--powow.images.folder=" + folder.resolve("images"),
                "--powow.tokens.secret=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
    args.addAll(List.of(more));
    return application.run(args.toArray(String[]::new));
  }

  private static void signUp(ConfigurableApplicationContext app) {
    send(app, new CreateProfile(ADA, new Handle("ada"), "Ada"));
    send(app, new CreateProfile(BOB, new Handle("bob"), "Bob"));
  }

  private static SendMessage message(String key) {
    return new SendMessage(CHAT, ADA, new CommandKey(key), "hello", List.of(), null, List.of());
  }

  private static Accepted send(ConfigurableApplicationContext app, Object command) {
    return app.getBean(CommandGateway.class).<Accepted>send(command).join();
  }

  private static List<?> events(ConfigurableApplicationContext app) {
    return app.getBean(EventStore.class).readEvents(CHAT.value(), 0).asStream().toList();
  }

  private static void refuses(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo(reason));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
