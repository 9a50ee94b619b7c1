package info.powow.command.erasure;

import info.powow.domain.ConversationId;
import info.powow.domain.GatheringId;
import info.powow.domain.PersonId;
import info.powow.domain.conversation.ConversationCommand.EraseAuthor;
import info.powow.domain.erasure.ErasureCommand.BeginErasure;
import info.powow.domain.erasure.ErasureCommand.FinishErasure;
import info.powow.domain.erasure.PlaintextStore;
import info.powow.domain.erasure.StoreReport;
import info.powow.domain.gathering.GatheringCommand.ChangeGatheringPicture;
import info.powow.domain.identity.SessionCommand.EndErasedSessions;
import info.powow.domain.person.PersonCommand.ErasePerson;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Erases one person, step by step. Each step may be repeated, so after a crash all of them run
/// again:
///
/// 1. `ErasureBegun`: there is no way back.
/// 2. Sessions end, roles and devices go, their gatherings lose their pictures, the stores delete what can be found only now (pictures).
/// 3. The keys of what is under a legal hold are kept for its case, and the person's key is destroyed.
/// 4. The memory of each process is cleared, and the person's stream and each of their
///    conversations get an event. Views, indexes, nodes and clients follow these events.
/// 5. Every store confirms. The key of snapshots is destroyed again.
/// 6. `ErasureDone` with the report, or `ErasureDeferred` while a hold keeps something. When the last
///    hold has ended, all of this runs again, and ends with `ErasureDone`.
record Erasing(Steps steps) {
  /// What an erasure does to the world. Each may fail, and may be repeated.
  interface Steps {
    boolean isDestroyed(PersonId person);

    /// Whether it has begun, is not done, and is not waiting for a hold.
    boolean hasBegun(PersonId person);

    void send(Object command);

    /// Revokes roles.
    void leaveOffice(PersonId person);

    void removeDevices(PersonId person);

    /// All that they are or ever were a member of.
    List<ConversationId> conversationsOf(PersonId person);

    /// All that they host.
    List<GatheringId> gatheringsOf(PersonId person);

    /// Asks all stores of all processes.
    ///
    /// @param prepare while the key is still there
    /// @param followed whether stores that follow the log have to be at its head
    List<StoreReport> ask(PersonId person, boolean prepare, boolean followed);

    /// Keeps the keys of what is under a hold.
    void keepHeld(PersonId person, List<ConversationId> conversations);

    void destroy(PersonId person);
  }

  /// @return false if it was withdrawn at the last moment
  /// @throws RuntimeException if a step failed; it is to be run again
  boolean erase(PersonId person) {
    steps.send(new BeginErasure(person, steps.isDestroyed(person), steps.conversationsOf(person)));
    if (!steps.hasBegun(person)) {
      return false;
    }
    steps.send(new EndErasedSessions(person));
    steps.leaveOffice(person);
    steps.removeDevices(person);
    for (GatheringId gathering : steps.gatheringsOf(person)) {
      steps.send(new ChangeGatheringPicture(gathering, person, null));
    }
    Map<PlaintextStore, Long> deleted = new EnumMap<>(PlaintextStore.class);
    count(deleted, steps.ask(person, true, false));
    List<ConversationId> conversations = steps.conversationsOf(person);
    steps.keepHeld(person, conversations);
    steps.destroy(person);
    // Before the events: nobody may still fold or push what was read before.
    count(deleted, steps.ask(person, false, false));
    // Whoever was signing in meanwhile.
    steps.send(new EndErasedSessions(person));
    steps.send(new ErasePerson(person));
    for (ConversationId conversation : conversations) {
      steps.send(new EraseAuthor(conversation, person));
    }
    count(deleted, steps.ask(person, false, true));
    // Snapshots that were being saved when it began were sealed under the new key of snapshots.
    steps.destroy(person);
    steps.send(
        new FinishErasure(
            person,
            deleted.entrySet().stream()
                .map(each -> new StoreReport(each.getKey(), each.getValue()))
                .toList(),
            conversations.size()));
    return true;
  }

  private static void count(Map<PlaintextStore, Long> deleted, List<StoreReport> reports) {
    reports.forEach(report -> deleted.merge(report.store(), report.deleted(), Long::sum));
  }
}
