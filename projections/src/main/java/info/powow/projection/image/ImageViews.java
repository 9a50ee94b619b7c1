package info.powow.projection.image;

import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.mongo.ViewStore;

/// The collections of picture views.
public record ImageViews(ViewCollection<ImageView> images, ViewCollection<HashView> hashes) {

  public static ImageViews in(ViewStore store) {
    return new ImageViews(
        store.collection("images", ImageView.CODEC), store.collection("hashes", HashView.CODEC));
  }
}
