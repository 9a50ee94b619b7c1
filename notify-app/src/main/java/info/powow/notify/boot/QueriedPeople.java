package info.powow.notify.boot;

import info.powow.domain.CampaignId;
import info.powow.domain.ConversationId;
import info.powow.domain.DeviceId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.campaign.CampaignIds;
import info.powow.domain.campaign.FindCampaigns;
import info.powow.domain.mail.FindMailbox;
import info.powow.domain.mail.FindSubscribers;
import info.powow.domain.mail.MailCommand.RecordMailBounce;
import info.powow.domain.mail.MailCommand.RecordMailComplaint;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.mail.Subscribers;
import info.powow.domain.nearby.Attendees;
import info.powow.domain.nearby.FindAttendees;
import info.powow.domain.notification.ActivePeople;
import info.powow.domain.notification.Audience;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceCommand.PruneDevice;
import info.powow.domain.notification.Devices;
import info.powow.domain.notification.FindActive;
import info.powow.domain.notification.FindAudience;
import info.powow.domain.notification.FindDevices;
import info.powow.domain.notification.FindGatheringRecipients;
import info.powow.domain.notification.FindInterested;
import info.powow.domain.notification.FindListeners;
import info.powow.domain.notification.FindRecipients;
import info.powow.domain.notification.GatheringRecipients;
import info.powow.domain.notification.Interested;
import info.powow.domain.notification.Listener;
import info.powow.domain.notification.Listeners;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.TellConnected;
import info.powow.domain.notification.TellConnected.Told;
import info.powow.notify.delivery.People;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/// Queries the other parts of Powow over the buses, wherever they run.
final class QueriedPeople implements People {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration NODES = Duration.ofSeconds(1);

  private final QueryGateway queries;
  private final CommandGateway commands;

  QueriedPeople(QueryGateway queries, CommandGateway commands) {
    this.queries = queries;
    this.commands = commands;
  }

  @Override
  public Recipients recipients(FindRecipients query) {
    return ask(query, Recipients.class);
  }

  @Override
  public Audience audience(ConversationId conversation) {
    return ask(new FindAudience(conversation), Audience.class);
  }

  @Override
  public List<Listener> listeners(Set<PersonId> people) {
    return ask(new FindListeners(people), Listeners.class).people();
  }

  @Override
  public List<Interested.One> interested(GatheringId gathering) {
    return ask(new FindInterested(gathering), Interested.class).people();
  }

  @Override
  public List<PersonId> attendees(GatheringId gathering) {
    return ask(new FindAttendees(gathering), Attendees.class).people();
  }

  @Override
  public GatheringRecipients recipients(GatheringId gathering, Set<PersonId> people) {
    return ask(new FindGatheringRecipients(gathering, people), GatheringRecipients.class);
  }

  @Override
  public List<Device.Registered> devices(PersonId person) {
    return ask(new FindDevices(person), Devices.class).devices();
  }

  private <T> T ask(Object query, Class<T> answer) {
    try {
      return queries
          .query(query, ResponseTypes.instanceOf(answer))
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new Unavailable(e);
    }
  }

  @Override
  public Set<PersonId> active(Set<PersonId> people) {
    Set<PersonId> active = new HashSet<>();
    queries
        .scatterGather(
            new FindActive(people),
            ResponseTypes.instanceOf(ActivePeople.class),
            NODES.toMillis(),
            TimeUnit.MILLISECONDS)
        .forEach(answer -> active.addAll(answer.people()));
    return active;
  }

  @Override
  public void tell(List<Told> told) {
    queries
        .scatterGather(
            new TellConnected(told),
            ResponseTypes.instanceOf(Boolean.class),
            NODES.toMillis(),
            TimeUnit.MILLISECONDS)
        .forEach(_ -> {});
  }

  @Override
  public Mailbox mailbox(PersonId person) {
    return ask(new FindMailbox(person), Mailbox.class);
  }

  @Override
  public Subscribers subscribers(FindSubscribers query) {
    return ask(query, Subscribers.class);
  }

  @Override
  public List<CampaignId> campaigns(FindCampaigns query) {
    return ask(query, CampaignIds.class).campaigns();
  }

  @Override
  public void bounced(PersonId person, Instant askedAt) {
    commands.sendAndWait(
        new RecordMailBounce(person, askedAt), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void complained(PersonId person, Instant askedAt) {
    commands.sendAndWait(
        new RecordMailComplaint(person, askedAt), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void prune(DeviceId device, Instant registeredAt) {
    commands.sendAndWait(
        new PruneDevice(device, registeredAt), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
