package info.powow.command.erasure;

import info.powow.domain.ConversationId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationCommand.EraseAuthor;
import info.powow.domain.erasure.ErasureCommand.BeginErasure;
import info.powow.domain.erasure.ErasureCommand.FinishErasure;
import info.powow.domain.erasure.FindPersonalStreams;
import info.powow.domain.erasure.ForgetPerson;
import info.powow.domain.erasure.Forgotten;
import info.powow.domain.erasure.PersonalStreams;
import info.powow.domain.erasure.PlaintextStore;
import info.powow.domain.erasure.StoreReport;
import info.powow.domain.identity.SessionCommand.EndErasedSessions;
import info.powow.domain.notification.Device;
import info.powow.domain.notification.DeviceCommand.RemoveDevice;
import info.powow.domain.notification.Devices;
import info.powow.domain.notification.FindDevices;
import info.powow.domain.person.PersonCommand.ErasePerson;
import info.powow.domain.staff.RoleCommand.RevokeRole;
import info.powow.domain.staff.StaffRole;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.seal.Sealing;
import info.powow.identity.LoggedStaffRoles;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/// Erases one person, step by step. Each step may be repeated, so after a crash all of them run
/// again:
///
/// 1. `ErasureBegun`: there is no way back.
/// 2. Sessions end, roles and devices go, the stores delete what can be found only now (pictures).
/// 3. The key is destroyed.
/// 4. The memory of each process is cleared, and the person's stream and each of their
///    conversations get an event. Views, indexes, nodes and clients follow these events.
/// 5. Every store confirms.
/// 6. `ErasureDone` with the report.
final class Erasing {
  private static final int STORES_SECONDS = 300;
  private static final int QUERY_SECONDS = 30;

  private final CommandGateway commands;
  private final QueryGateway queries;
  private final EventSource log;
  private final Sealing sealing;
  private final LoggedStaffRoles roles;

  Erasing(
      CommandGateway commands,
      QueryGateway queries,
      EventSource log,
      Sealing sealing,
      LoggedStaffRoles roles) {
    this.commands = commands;
    this.queries = queries;
    this.log = log;
    this.sealing = sealing;
    this.roles = roles;
  }

  /// @throws RuntimeException if a step failed; it is to be run again
  void erase(PersonId person) {
    boolean isErased = sealing.roots().destroyed().contains(person.value());
    send(new BeginErasure(person, isErased));
    send(new EndErasedSessions(person));
    for (StaffRole role : roles.now().of(person)) {
      send(new RevokeRole(person, role, null));
    }
    Map<PlaintextStore, Long> deleted = new EnumMap<>(PlaintextStore.class);
    removeDevices(person);
    count(deleted, ask(new ForgetPerson(person, true, 0)));
    List<ConversationId> conversations = conversationsOf(person);
    sealing.destroy(person.value());
    // Before the events: nobody may still fold or push what was read before.
    count(deleted, ask(new ForgetPerson(person, false, 0)));
    // Whoever was signing in meanwhile.
    send(new EndErasedSessions(person));
    send(new ErasePerson(person));
    for (ConversationId conversation : conversations) {
      send(new EraseAuthor(conversation, person));
    }
    List<StoreReport> confirmed = ask(new ForgetPerson(person, false, log.head()));
    count(deleted, confirmed);
    send(
        new FinishErasure(
            person,
            deleted.entrySet().stream()
                .map(each -> new StoreReport(each.getKey(), each.getValue()))
                .toList(),
            conversations.size()));
  }

  private void send(Object command) {
    Object _ = commands.sendAndWait(command, QUERY_SECONDS, TimeUnit.SECONDS);
  }

  /// The query tells the newest ones only.
  private void removeDevices(PersonId person) {
    List<Device.Registered> devices = devicesOf(person);
    while (!devices.isEmpty()) {
      devices.forEach(device -> send(new RemoveDevice(person, device.id())));
      List<Device.Registered> left = devicesOf(person);
      if (left.equals(devices)) {
        throw new IllegalStateException("the views do not show yet that devices were removed");
      }
      devices = left;
    }
  }

  private List<Device.Registered> devicesOf(PersonId person) {
    return queries
        .query(new FindDevices(person), ResponseTypes.instanceOf(Devices.class))
        .orTimeout(QUERY_SECONDS, TimeUnit.SECONDS)
        .join()
        .devices();
  }

  private List<ConversationId> conversationsOf(PersonId person) {
    return queries
        .query(new FindPersonalStreams(person), ResponseTypes.instanceOf(PersonalStreams.class))
        .orTimeout(QUERY_SECONDS, TimeUnit.SECONDS)
        .join()
        .conversations();
  }

  /// All stores of all processes.
  private List<StoreReport> ask(ForgetPerson question) {
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

  private static void count(Map<PlaintextStore, Long> deleted, List<StoreReport> reports) {
    reports.forEach(report -> deleted.merge(report.store(), report.deleted(), Long::sum));
  }
}
