package info.powow.command.conversation;

import info.powow.command.StateSnapshots;
import info.powow.command.person.KnownPeople;
import info.powow.domain.Accepted;
import info.powow.domain.CommandKey;
import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.Conversation;
import info.powow.domain.conversation.ConversationCommand;
import info.powow.domain.conversation.ConversationContext;
import info.powow.domain.conversation.ConversationEvent.GroupCreated;
import info.powow.domain.conversation.ConversationLimits;
import info.powow.domain.conversation.ReadCommand;
import info.powow.domain.image.PictureLookup;
import info.powow.domain.person.Consent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.Repository;

/// Loads the conversation of a command and decides the command on it.
public class ConversationCommandHandler {
  private final Repository<ConversationAggregate> conversations;
  private final StateSnapshots<Conversation> snapshots;
  private final Repository<ReadMarkerAggregate> markers;
  private final ConversationHistory memory;
  private final KnownPeople people;
  private final Contacts contacts;
  private final EventStore events;
  private final PictureLookup pictures;
  private final ConversationLimits limits;
  private final Clock clock;

  ConversationCommandHandler(
      Repository<ConversationAggregate> conversations,
      StateSnapshots<Conversation> snapshots,
      Repository<ReadMarkerAggregate> markers,
      ConversationHistory memory,
      KnownPeople people,
      Contacts contacts,
      EventStore events,
      PictureLookup pictures,
      ConversationLimits limits,
      Clock clock) {
    this.conversations = conversations;
    this.snapshots = snapshots;
    this.markers = markers;
    this.memory = memory;
    this.people = people;
    this.contacts = contacts;
    this.events = events;
    this.pictures = pictures;
    this.limits = limits;
    this.clock = clock;
  }

  /// Also called by handlers of other commands that have a consequence in a conversation, in the
  /// same unit of work.
  public Accepted handle(ConversationCommand command) throws Exception {
    ConversationContext context = new LiveContext(command.conversation(), now());
    String id = command.conversation().value();
    return conversations
        .loadOrCreate(id, () -> new ConversationAggregate(id, snapshots))
        .invoke(conversation -> conversation.handle(command, context));
  }

  /// The gathering that a conversation belongs to, if any. Reads only the first event, which never
  /// changes, and takes no lock.
  public Optional<GatheringId> gatheringOf(ConversationId conversation) {
    DomainEventStream stream = events.readEvents(conversation.value(), 0);
    return stream.hasNext() && stream.next().getPayload() instanceof GroupCreated created
        ? Optional.ofNullable(created.gatheringId())
        : Optional.empty();
  }

  Accepted handle(ReadCommand command) throws Exception {
    Conversation conversation = stateOf(command.conversation());
    String id = ReadMarkerAggregate.idOf(command.conversation(), command.by());
    Instant now = now();
    return markers
        .loadOrCreate(id, () -> new ReadMarkerAggregate(id))
        .invoke(marker -> marker.handle(command, conversation, now));
  }

  /// The sender of the message at a position, for decisions about other things.
  public Optional<PersonId> senderAt(ConversationId conversation, long position) {
    return memory.senderAt(conversation, position);
  }

  /// The state that decisions use, for decisions about other things.
  public Conversation currentState(ConversationId conversation) {
    try {
      return stateOf(conversation);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("cannot read the state of a conversation", e);
    }
  }

  private Conversation stateOf(ConversationId conversation) throws Exception {
    String id = conversation.value();
    return conversations
        .loadOrCreate(id, () -> new ConversationAggregate(id, snapshots))
        .invoke(ConversationAggregate::state);
  }

  /// In milliseconds, the precision of the log and the wire, so that the decided time equals the
  /// stored time.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private final class LiveContext implements ConversationContext {
    private final ConversationId conversation;
    private final Instant now;

    LiveContext(ConversationId conversation, Instant now) {
      this.conversation = conversation;
      this.now = now;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public ConversationLimits limits() {
      return limits;
    }

    @Override
    public boolean isPerson(PersonId person) {
      return people.isPerson(person);
    }

    @Override
    public boolean hasBlocked(PersonId person, PersonId other) {
      return people.hasBlocked(person, other);
    }

    @Override
    public Consent consentOf(PersonId person) {
      return people.consentOf(person);
    }

    @Override
    public boolean isContact(PersonId person, PersonId other) {
      return contacts.isContact(person, other);
    }

    @Override
    public PictureLookup pictures() {
      return pictures;
    }

    @Override
    public OptionalLong positionOf(PersonId sender, CommandKey key) {
      return memory.positionOf(conversation, sender, key);
    }

    @Override
    public Optional<PersonId> senderAt(long position) {
      return memory.senderAt(conversation, position);
    }
  }
}
