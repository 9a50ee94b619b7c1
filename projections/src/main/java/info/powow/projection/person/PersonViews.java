package info.powow.projection.person;

import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.mongo.ViewStore;

/// The collections that say who people are, and what stands between them and others.
///
/// @param invitations by person, of a conversation by an inviter ([#invitation])
/// @param services by person, which services they were ever asked to speak for, or have published
/// @param blockers by person, who has blocked them
/// @param bans by conversation, who may not come back
public record PersonViews(
    ViewCollection<PersonView> people,
    ViewCollection<HandleView> handles,
    ViewCollection<SeenView> seen,
    ViewCollection<MarksView> invitations,
    ViewCollection<MarksView> services,
    ViewCollection<MarksView> blockers,
    ViewCollection<MarksView> bans) {

  public static PersonViews in(ViewStore store) {
    return new PersonViews(
        store.collection("people", PersonView.CODEC),
        store.collection("handles", HandleView.CODEC),
        store.collection("seen", SeenView.CODEC),
        store.collection("invitations", MarksView.CODEC),
        store.collection("servicesOf", MarksView.CODEC),
        store.collection("blockers", MarksView.CODEC),
        store.collection("bans", MarksView.CODEC));
  }

  /// What an invitation is about. No id has a `~`.
  static String invitation(String conversation, String inviter) {
    return conversation + '~' + inviter;
  }

  /// The conversation that an invitation is about.
  public static String invitedTo(String invitation) {
    return invitation.substring(0, invitation.indexOf('~'));
  }
}
