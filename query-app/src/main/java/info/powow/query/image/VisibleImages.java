package info.powow.query.image;

import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.image.Picture;
import info.powow.projection.image.ImageView;
import info.powow.projection.image.ImageViews;
import info.powow.query.ViewStoreBreaker;
import info.powow.query.conversation.VisibleMessages;

/// Who may see a picture: a member who may see a message that carries it, a member of a group whose
/// avatar it is, everybody who is signed in when it is somebody's avatar; and who gave it.
final class VisibleImages {
  private final ImageViews views;
  private final VisibleMessages messages;
  private final ViewStoreBreaker guard;

  VisibleImages(ImageViews views, VisibleMessages messages, ViewStoreBreaker guard) {
    this.views = views;
    this.messages = messages;
    this.guard = guard;
  }

  /// @throws Rejected `image_not_found` alike when there is none and when it is not for this person
  Picture require(PersonId person, ImageId image) {
    ImageView view = guard.ask(() -> views.images().find(image.value()));
    if (view == null || view.picture() == null || !maySee(person, view)) {
      throw new Rejected(Reason.IMAGE_NOT_FOUND);
    }
    return view.picture();
  }

  private boolean maySee(PersonId person, ImageView view) {
    if (!view.people().isEmpty()) {
      return true;
    }
    if (view.owner().equals(person.value()) && (!view.erased() || view.isCarried())) {
      return true;
    }
    return messages.maySeeAny(person, view.messages())
        || messages.isMemberOfAny(person, view.groups());
  }
}
