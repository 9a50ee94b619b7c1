package info.powow.projection.person;

import info.powow.projection.mongo.ViewCollection;
import info.powow.projection.mongo.ViewStore;

/// The collections that say who people are.
public record PersonViews(
    ViewCollection<PersonView> people,
    ViewCollection<HandleView> handles,
    ViewCollection<SeenView> seen) {

  public static PersonViews in(ViewStore store) {
    return new PersonViews(
        store.collection("people", PersonView.CODEC),
        store.collection("handles", HandleView.CODEC),
        store.collection("seen", SeenView.CODEC));
  }
}
