package info.powow.domain.operation;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.conversation.ConversationEvent.MemberInvited;
import info.powow.domain.conversation.ConversationEvent.MemberUnbanned;
import info.powow.domain.conversation.ConversationEvent.MessagePinned;
import info.powow.domain.conversation.ConversationEvent.MessageSent;
import info.powow.domain.conversation.ConversationEvent.ReactionAdded;
import info.powow.domain.conversation.ConversationEvent.RequestAccepted;
import info.powow.domain.conversation.ReadEvent.Read;
import info.powow.domain.identity.AccountEvent.AccountOpened;
import info.powow.domain.identity.AccountEvent.HandleReserved;
import info.powow.domain.person.PersonEvent.ConversationUnmuted;
import info.powow.domain.person.PersonEvent.PersonUnblocked;
import info.powow.domain.person.PersonEvent.ProfileCreated;
import info.powow.domain.publicservice.ServiceEvent.ServicePublished;
import info.powow.domain.publicservice.ServiceEvent.SpeakerAccepted;
import info.powow.domain.publicservice.ServiceEvent.SpeakerInvited;
import info.powow.domain.report.ReportEvent.MessageReported;
import info.powow.domain.report.ReportEvent.PersonReported;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The events that a projection may leave out: those that only add something. Whatever removes,
/// hides or replaces something takes effect only in views that apply it; without it, they would go
/// on showing what somebody was denied. Events of unknown types might do that. An erasure looks in
/// the views for a person's conversations, images, devices and gatherings: if the event that brought
/// one were left out, data would remain.
public final class SkippableEvents {
  private static final Set<String> TYPES =
      Stream.of(
              AccountOpened.class,
              ConversationUnmuted.class,
              HandleReserved.class,
              MemberInvited.class,
              MemberUnbanned.class,
              MessagePinned.class,
              MessageReported.class,
              MessageSent.class,
              PersonReported.class,
              PersonUnblocked.class,
              ProfileCreated.class,
              ReactionAdded.class,
              Read.class,
              RequestAccepted.class,
              ServicePublished.class,
              SpeakerAccepted.class,
              SpeakerInvited.class)
          .map(Class::getSimpleName)
          .collect(Collectors.toUnmodifiableSet());

  private SkippableEvents() {}

  /// @param type as in the log; null if it cannot be read
  /// @return the type
  /// @throws Rejected `event_not_skippable`
  public static String require(@Nullable String type) {
    if (type == null || !TYPES.contains(type)) {
      throw new Rejected(Reason.EVENT_NOT_SKIPPABLE);
    }
    return type;
  }
}
