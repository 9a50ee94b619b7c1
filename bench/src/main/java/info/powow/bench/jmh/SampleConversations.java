package info.powow.bench.jmh;

import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.ConversationCommand.CreateGroup;
import info.powow.domain.conversation.ConversationCommand.OpenDirect;
import info.powow.domain.conversation.ConversationCommand.SendMessage;
import info.powow.domain.conversation.ConversationContext;
import info.powow.domain.conversation.ConversationEvent;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationLimits;
import info.powow.domain.conversation.Decision;
import info.powow.domain.image.PictureLookup;
import info.powow.domain.person.Consent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// Conversations with many messages.
final class SampleConversations {
  static final PersonId ADA = new PersonId("p0123456789abcdef0123");
  static final PersonId BOB = new PersonId("p3210fedcba9876543210");
  static final ConversationId DIRECT = ConversationId.ofDirect(ADA, BOB);
  static final CommandKey GROUP_KEY = new CommandKey("the-group");
  static final ConversationId GROUP = ConversationId.ofGroup(ADA, GROUP_KEY);
  static final ConversationContext CIRCUMSTANCES = new Calm();

  /// More than the state remembers.
  private static final int SAID = 1_000;

  private static final String TEXT =
      "The bread is still warm, the market opens at seven, and who comes along to the lake today?";

  private SampleConversations() {}

  static Conversation direct() {
    Conversation opened =
        after(
            Conversation.unopened(),
            Conversation.decide(Conversation.unopened(), new OpenDirect(ADA, BOB), CIRCUMSTANCES));
    return muchSaid(opened, DIRECT);
  }

  static Conversation groupOf(int size) {
    List<PersonId> others =
        IntStream.range(1, size).mapToObj("p%020d"::formatted).map(PersonId::new).toList();
    CreateGroup create = new CreateGroup(ADA, GROUP_KEY, "Neighbours", others, false, false);
    Conversation created =
        after(
            Conversation.unopened(),
            Conversation.decide(Conversation.unopened(), create, CIRCUMSTANCES));
    return muchSaid(created, GROUP);
  }

  private static Conversation muchSaid(Conversation conversation, ConversationId id) {
    Conversation state = conversation;
    for (int i = 0; i < SAID; i++) {
      state = after(state, Conversation.decide(state, send(id, i), CIRCUMSTANCES));
    }
    return state;
  }

  static Conversation after(Conversation conversation, Decision decision) {
    Conversation state = conversation;
    for (ConversationEvent event : decision.events()) {
      state = Conversation.evolve(state, event);
    }
    return state;
  }

  static SendMessage send(ConversationId conversation, long number) {
    return new SendMessage(conversation, ADA, key(number), TEXT, List.of(), null, List.of());
  }

  static MessageSent sent(long number) {
    return new MessageSent(
        DIRECT, key(number), ADA, TEXT, List.of(), List.of(), null, List.of(), CIRCUMSTANCES.now());
  }

  private static CommandKey key(long number) {
    return new CommandKey("5f1c2a90-0000-4000-8000-%012x".formatted(number));
  }

  /// No consent settings, no blocks, and every key is new.
  private record Calm() implements ConversationContext {
    @Override
    public Instant now() {
      return Instant.parse("2026-01-02T03:04:05.678Z");
    }

    @Override
    public ConversationLimits limits() {
      return ConversationLimits.DEFAULT;
    }

    @Override
    public boolean isPerson(PersonId person) {
      return true;
    }

    @Override
    public boolean hasBlocked(PersonId person, PersonId other) {
      return false;
    }

    @Override
    public Consent consentOf(PersonId person) {
      return Consent.DEFAULT;
    }

    @Override
    public boolean isContact(PersonId person, PersonId other) {
      return true;
    }

    @Override
    public PictureLookup pictures() {
      return (_, _) -> Optional.empty();
    }

    @Override
    public OptionalLong positionOf(PersonId sender, CommandKey key) {
      return OptionalLong.empty();
    }

    @Override
    public Optional<PersonId> senderAt(long position) {
      return Optional.of(ADA);
    }
  }
}
