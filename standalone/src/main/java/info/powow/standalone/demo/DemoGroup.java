package info.powow.standalone.demo;

import java.util.List;
import java.util.Locale;

/// A group of the demo.
@SuppressWarnings("ImmutableEnumChecker") // What List.of gives is immutable.
enum DemoGroup {
  PALACE(
      "The palace of Athens",
      false,
      List.of(
          "theseus",
          "hippolyta",
          "egeus",
          "philostrate",
          "hermia",
          "lysander",
          "demetrius",
          "helena")),
  PLAYERS(
      "Quince's players",
      false,
      List.of("quince", "bottom", "flute", "snout", "snug", "starveling")),
  WOOD("A wood near Athens", true, List.of("oberon", "titania", "puck")),
  REHEARSAL(
      "Rehearsal in the wood",
      true,
      List.of("quince", "bottom", "flute", "snout", "snug", "starveling")),
  FEAST("The wedding feast", true, List.of("theseus", "hippolyta", "philostrate"));

  private final String title;
  private final boolean open;
  private final List<String> members;

  DemoGroup(String title, boolean open, List<String> members) {
    this.title = title;
    this.open = open;
    this.members = members;
  }

  String title() {
    return title;
  }

  /// Whether people may join when they have something to say.
  boolean open() {
    return open;
  }

  /// The initial members, the owner first.
  List<String> members() {
    return members;
  }

  String owner() {
    return members.getFirst();
  }

  /// The key under which it is created, the same after every restart.
  String key() {
    return "demo-" + name().toLowerCase(Locale.ROOT);
  }
}
