package info.powow.standalone.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import info.powow.axon.bus.CommandRouting;
import info.powow.axon.bus.MessageSerialization;
import info.powow.domain.Accepted;
import info.powow.domain.campaign.CampaignIds;
import info.powow.domain.campaign.FindCampaigns;
import info.powow.domain.conversation.FindMemberships;
import info.powow.domain.conversation.Memberships;
import info.powow.domain.erasure.FindPersonalStreams;
import info.powow.domain.erasure.ForgetPerson;
import info.powow.domain.erasure.Forgotten;
import info.powow.domain.erasure.PersonalStreams;
import info.powow.domain.mail.FindMailbox;
import info.powow.domain.mail.FindSubscribers;
import info.powow.domain.mail.Mailbox;
import info.powow.domain.mail.Subscribers;
import info.powow.domain.nearby.Attendees;
import info.powow.domain.nearby.FindAttendees;
import info.powow.domain.nearby.FindNearby;
import info.powow.domain.nearby.Nearby;
import info.powow.domain.notification.ActivePeople;
import info.powow.domain.notification.Audience;
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
import info.powow.domain.notification.Listeners;
import info.powow.domain.notification.Recipients;
import info.powow.domain.notification.TellConnected;
import info.powow.domain.presence.RecordLastSeen;
import info.powow.domain.report.FindReport;
import info.powow.domain.report.FindReports;
import info.powow.domain.report.FoundReports;
import info.powow.domain.report.ReportReceipt;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Messages between nodes survive serialization, and every command has a stable route.
class CommandsBetweenNodesTest {
  private final Serializer messages = MessageSerialization.serializer();

  private final CommandRouting routing = new CommandRouting();

  /// The records of all sealed families of commands.
  static Stream<Class<?>> commands() {
    return Stream.concat(
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("info.powow.domain")
                .stream()
                .filter(JavaClass::isRecord)
                .map(JavaClass::reflect)
                .filter(CommandsBetweenNodesTest::isOfACommandFamily),
        Stream.of(RecordLastSeen.class));
  }

  private static boolean isOfACommandFamily(Class<?> type) {
    return Stream.of(type.getInterfaces())
        .anyMatch(family ->
            family.isSealed() && family.getSimpleName().endsWith("Command")
                || isOfACommandFamily(family));
  }

  static Stream<Class<?>> answersAndQueries() {
    return Stream.of(
        Accepted.class,
        FindMemberships.class,
        Memberships.class,
        FindAttendees.class,
        Attendees.class,
        FindNearby.class,
        Nearby.class,
        FindRecipients.class,
        Recipients.class,
        FindAudience.class,
        Audience.class,
        FindListeners.class,
        Listeners.class,
        FindGatheringRecipients.class,
        GatheringRecipients.class,
        FindInterested.class,
        Interested.class,
        ReportReceipt.class,
        FindReports.class,
        FindReport.class,
        FoundReports.class,
        FindCampaigns.class,
        CampaignIds.class,
        FindMailbox.class,
        FindSubscribers.class,
        Subscribers.class,
        Mailbox.class,
        FindDevices.class,
        Devices.class,
        ForgetPerson.class,
        Forgotten.class,
        FindPersonalStreams.class,
        PersonalStreams.class,
        FindActive.class,
        ActivePeople.class,
        TellConnected.class);
  }

  @Test
  void theFamiliesAreFound() {
    assertThat(commands().toList()).hasSizeGreaterThan(45);
  }

  @ParameterizedTest
  @MethodSource({"commands", "answersAndQueries"})
  void whatIsSentArrivesEqual(Class<?> type) {
    for (Object sent : List.of(Samples.full(type), Samples.sparse(type))) {
      SerializedObject<byte[]> travelling = messages.serialize(sent, byte[].class);

      assertThat((Object) messages.deserialize(travelling)).isEqualTo(sent);
    }
  }

  /// Commands to the same thing go to the same node: nothing else affects the route.
  @ParameterizedTest
  @MethodSource("commands")
  void theSameCommandAlwaysTakesTheSameRoute(Class<?> type) {
    Object command = Samples.full(type);

    assertThat(routing.getRoutingKey(new GenericCommandMessage<>(command)))
        .isEqualTo(routing.getRoutingKey(new GenericCommandMessage<>(command)));
  }
}
