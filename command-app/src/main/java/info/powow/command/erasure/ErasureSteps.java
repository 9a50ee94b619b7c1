package info.powow.command.erasure;

import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.HoldId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.erasure.Erasures;
import info.powow.domain.erasure.FindPersonalStreams;
import info.powow.domain.erasure.ForgetPerson;
import info.powow.domain.erasure.Forgotten;
import info.powow.domain.erasure.PersonalStreams;
import info.powow.domain.erasure.PlaintextStore;
import info.powow.domain.erasure.StoreReport;
import info.powow.domain.mail.MailCommand.RemoveMailAddress;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceCommand.RemoveDevice;
import info.powow.domain.notification.Devices;
import info.powow.domain.notification.FindDevices;
import info.powow.domain.staff.RoleCommand.RevokeRole;
import info.powow.domain.staff.StaffRole;
import info.powow.eventlog.seal.Sealing;
import info.powow.identity.LoggedStaffRoles;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/// The steps of an erasure, by commands and queries.
final class ErasureSteps implements Erasing.Steps {
  private static final int STORES_SECONDS = 300;
  private static final int ANSWER_SECONDS = 30;

  private final CommandGateway commands;
  private final QueryGateway queries;
  private final LoggedErasures erasures;
  private final Sealing sealing;
  private final LoggedStaffRoles roles;

  ErasureSteps(
      CommandGateway commands,
      QueryGateway queries,
      LoggedErasures erasures,
      Sealing sealing,
      LoggedStaffRoles roles) {
    this.commands = commands;
    this.queries = queries;
    this.erasures = erasures;
    this.sealing = sealing;
    this.roles = roles;
  }

  @Override
  public boolean isDestroyed(PersonId person) {
    return sealing.roots().destroyed().contains(person.value());
  }

  @Override
  public boolean hasBegun(PersonId person) {
    Erasures now = erasures.now();
    return now.runnable(Instant.MIN).contains(person);
  }

  @Override
  public void send(Object command) {
    Object _ = commands.sendAndWait(command, ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  /// If no admin is left, somebody with access to the machine makes the next one.
  @Override
  public void leaveOffice(PersonId person) {
    for (StaffRole role : roles.now().of(person)) {
      try {
        send(new RevokeRole(person, role, null));
      } catch (RuntimeException e) {
        Rejected refusal = Rejected.in(e);
        if (refusal == null || refusal.reason() != Reason.LAST_ADMIN) {
          throw e;
        }
      }
    }
  }

  /// With them, the mail address. The query tells the newest devices only.
  @Override
  public void removeDevices(PersonId person) {
    send(new RemoveMailAddress(person));
    List<Device.Registered> devices = devicesOf(person);
    while (!devices.isEmpty()) {
      devices.forEach(device -> send(new RemoveDevice(person, device.id())));
      List<Device.Registered> left = devicesOf(person);
      if (left.equals(devices)) {
        throw new IllegalStateException("devices are still shown after they were removed");
      }
      devices = left;
    }
  }

  private List<Device.Registered> devicesOf(PersonId person) {
    return queries
        .query(new FindDevices(person), ResponseTypes.instanceOf(Devices.class))
        .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
        .join()
        .devices();
  }

  @Override
  public List<ConversationId> conversationsOf(PersonId person) {
    return streamsOf(person).conversations();
  }

  @Override
  public List<GatheringId> gatheringsOf(PersonId person) {
    return streamsOf(person).gatherings();
  }

  private PersonalStreams streamsOf(PersonId person) {
    return queries
        .query(new FindPersonalStreams(person), ResponseTypes.instanceOf(PersonalStreams.class))
        .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  @Override
  public List<StoreReport> ask(PersonId person, boolean prepare, boolean followed) {
    ForgetPerson question = new ForgetPerson(person, prepare, followed ? erasures.log().head() : 0);
    List<Forgotten> answers =
        queries
            .scatterGather(
                question,
                ResponseTypes.instanceOf(Forgotten.class),
                STORES_SECONDS,
                TimeUnit.SECONDS)
            .toList();
    List<PlaintextStore> failed =
        answers.stream().flatMap(answer -> answer.failed().stream()).toList();
    if (!failed.isEmpty()) {
      throw new IllegalStateException("these stores have not confirmed: " + failed);
    }
    return answers.stream().flatMap(answer -> answer.stores().stream()).toList();
  }

  /// A hold that is released at the same time keeps nothing: either it is seen here that it was
  /// released, or its end is seen by who destroys its keys.
  @Override
  public void keepHeld(PersonId person, List<ConversationId> conversations) {
    if (!(erasures.now().find(person).orElse(null) instanceof Erasures.Begun begun)) {
      return;
    }
    for (HoldId id : begun.begun().holds()) {
      Erasures.Hold hold = erasures.now().holds().get(id);
      if (hold == null || !hold.isInForce()) {
        continue;
      }
      sealing.keep(
          id,
          person.value(),
          conversations.stream()
              .filter(conversation -> hold.covers(person, conversation))
              .map(ConversationId::value)
              .toList());
      Erasures.Hold afterwards = erasures.now().holds().get(id);
      if (afterwards == null || !afterwards.isInForce()) {
        int _ = sealing.release(id);
      }
    }
  }

  @Override
  public void destroy(PersonId person) {
    sealing.destroy(person.value());
  }
}
