package info.powow.command.gathering;

import info.powow.command.conversation.BanHandler;
import info.powow.command.conversation.ConversationCommandHandler;
import info.powow.command.image.KnownImages;
import info.powow.command.person.KnownPeople;
import info.powow.domain.Accepted;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationCommand.RemoveMember;
import info.powow.domain.gathering.GatheringCommand;
import info.powow.domain.gathering.GatheringCommand.DismissBanned;
import info.powow.domain.gathering.GatheringContext;
import info.powow.domain.image.PictureLookup;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.axonframework.modelling.command.Repository;

/// Handles a command to a gathering and its consequence in the gathering's conversation in one unit
/// of work, so that the log gets both or neither.
class GatheringCommandHandler implements BanHandler {
  private final Repository<GatheringAggregate> gatherings;
  private final ConversationCommandHandler conversations;
  private final KnownPeople people;
  private final KnownImages images;
  private final Clock clock;

  GatheringCommandHandler(
      Repository<GatheringAggregate> gatherings,
      ConversationCommandHandler conversations,
      KnownPeople people,
      KnownImages images,
      Clock clock) {
    this.gatherings = gatherings;
    this.conversations = conversations;
    this.people = people;
    this.images = images;
    this.clock = clock;
  }

  Accepted handle(GatheringCommand command) throws Exception {
    return at(
        command.gathering(), gathering -> gathering.handle(command, now(), conversations::handle));
  }

  /// A person who is banned from a gathering's conversation no longer attends. The gathering is
  /// locked before its conversation, as by an answer, to avoid deadlocks.
  @Override
  public Accepted ban(RemoveMember ban) throws Exception {
    Optional<GatheringId> gathering = conversations.gatheringOf(ban.conversation());
    if (gathering.isEmpty()) {
      return conversations.handle(ban);
    }
    DismissBanned dismiss = new DismissBanned(gathering.get(), ban.person());
    return at(
        gathering.get(),
        aggregate -> {
          Accepted banned = conversations.handle(ban);
          aggregate.handle(dismiss, now(), conversations::handle);
          return banned;
        });
  }

  private interface Asked {
    Accepted of(GatheringAggregate gathering) throws Exception;
  }

  private Accepted at(GatheringId gathering, Asked asked) throws Exception {
    String id = gathering.value();
    return gatherings
        .loadOrCreate(id, () -> new GatheringAggregate(id))
        .invoke(aggregate -> {
          try {
            return asked.of(aggregate);
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private GatheringContext now() {
    return new Now(clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private final class Now implements GatheringContext {
    private final Instant now;

    Now(Instant now) {
      this.now = now;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public boolean isPerson(PersonId person) {
      return people.isPerson(person);
    }

    @Override
    public PictureLookup pictures() {
      return images;
    }

    @Override
    public boolean hasBlocked(PersonId person, PersonId other) {
      return people.hasBlocked(person, other);
    }
  }
}
