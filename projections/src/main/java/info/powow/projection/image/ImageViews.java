package info.powow.projection.image;

import info.powow.domain.PersonId;
import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.mongo.ViewStore;
import java.util.List;

/// The collections of picture views.
public record ImageViews(ViewCollection<ImageView> images, ViewCollection<HashView> hashes) {

  public static ImageViews in(ViewStore store) {
    return new ImageViews(
        store.collection("images", ImageView.CODEC), store.collection("hashes", HashView.CODEC));
  }

  /// Indexes pictures by their owner.
  public void index() {
    images.index(ImageView.OWNER);
  }

  /// The pictures that a person has shared.
  public List<ImageView> ofOwner(PersonId person) {
    return List.copyOf(images.find(images.idsWhere(ImageView.OWNER, person.value())).values());
  }
}
