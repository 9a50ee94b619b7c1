package info.powow.query.image;

import info.powow.domain.ImageId;
import info.powow.domain.PersonId;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.domain.image.Picture;
import info.powow.projection.image.ImageView;
import info.powow.projection.image.ImageViews;
import info.powow.query.ViewStoreBreaker;
import info.powow.query.conversation.OpenGroups;
import info.powow.query.conversation.VisibleMessages;
import info.powow.query.person.BlockLookup;

/// Decides who may see a picture: its uploader, members who may see a message that contains it,
/// members of a group whose avatar it is, or everybody who may join that group, and everybody who is
/// signed in if it is a person's avatar, or the picture of a gathering of theirs, unless one of the
/// two has blocked the other.
final class VisibleImages {
  private final ImageViews views;
  private final VisibleMessages messages;
  private final OpenGroups openGroups;
  private final BlockLookup blocks;
  private final ViewStoreBreaker guard;

  VisibleImages(
      ImageViews views,
      VisibleMessages messages,
      OpenGroups openGroups,
      BlockLookup blocks,
      ViewStoreBreaker guard) {
    this.blocks = blocks;
    this.views = views;
    this.messages = messages;
    this.openGroups = openGroups;
    this.guard = guard;
  }

  /// @throws Rejected `image_not_found`, whether it does not exist or the person may not see it
  Picture require(PersonId person, ImageId image) {
    ImageView view = guard.ask(() -> views.images().find(image.value()));
    if (view == null || view.picture() == null || !maySee(person, view)) {
      throw new Rejected(Reason.IMAGE_NOT_FOUND);
    }
    return view.picture();
  }

  private boolean maySee(PersonId person, ImageView view) {
    // A gathering shows only pictures of its host.
    if (!view.gatherings().isEmpty() && !apart(person, view.owner())) {
      return true;
    }
    if (view.people().stream().anyMatch(shown -> !apart(person, shown))) {
      return true;
    }
    if (view.owner().equals(person.value()) && (!view.erased() || view.isCarried())) {
      return true;
    }
    return messages.maySeeAny(person, view.messages())
        || messages.isMemberOfAny(person, view.groups())
        || !openGroups.of(person, view.groups()).isEmpty();
  }

  private boolean apart(PersonId person, String shown) {
    return !shown.equals(person.value()) && blocks.apart(person.value(), shown);
  }
}
