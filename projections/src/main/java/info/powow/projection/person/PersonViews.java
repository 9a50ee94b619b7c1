package info.powow.projection.person;

import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.mongo.ViewStore;

/// The collections of people views.
///
/// @param invitations by person: an invitation to a conversation by an inviter ([#invitation])
/// @param services by person: services that they published or were ever asked to speak for
/// @param blockers by person: people who have blocked them
/// @param devices by person: devices registered for push messages
/// @param bans by conversation: banned people
public record PersonViews(
    ViewCollection<PersonView> people,
    ViewCollection<HandleView> handles,
    ViewCollection<SeenView> seen,
    ViewCollection<MarksView> invitations,
    ViewCollection<MarksView> services,
    ViewCollection<MarksView> blockers,
    ViewCollection<MarksView> devices,
    ViewCollection<MarksView> bans) {

  public static PersonViews in(ViewStore store) {
    return new PersonViews(
        store.collection("people", PersonView.CODEC),
        store.collection("handles", HandleView.CODEC),
        store.collection("seen", SeenView.CODEC),
        store.collection("invitations", MarksView.CODEC),
        store.collection("servicesOf", MarksView.CODEC),
        store.collection("blockers", MarksView.CODEC),
        store.collection("devicesOf", MarksView.CODEC),
        store.collection("bans", MarksView.CODEC));
  }

  /// The subject of an invitation. No id contains `~`.
  static String invitation(String conversation, String inviter) {
    return conversation + '~' + inviter;
  }

  /// The conversation of an invitation.
  public static String invitedTo(String invitation) {
    return invitation.substring(0, invitation.indexOf('~'));
  }
}
