package info.powow.bench.attack;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// The attacks, each of which has stopped a server before.
enum Attack {
  LARGE_BODIES("45 bodies of 90 MB, without an account", HttpAttacks::largeBodies),
  SLOW_BODIES("400 bodies that come at 80 bytes a second in all", HttpAttacks::slowBodies),
  SIGN_INS("300 sign-ins at once", HttpAttacks::signIns),
  HALF_UPLOADS("70 uploads that never end", HttpAttacks::halfUploads),
  HALF_REQUESTS("1,000 handshakes that never end", HttpAttacks::halfRequests),
  ENDLESS_HEADS("16 heads of frames that grow by single bytes", StompAttacks::endlessHeads),
  UNREAD_PONGS("20 connections that ping and never read", StompAttacks::unreadPongs),
  LONG_IDS("1,000 subscriptions with ids of 250 KB", StompAttacks::longIds),
  BLOCK_GIFS("GIFs of millions of blocks, 4 at once", HttpAttacks::blockGifs),
  UNREAD_ANSWERS("40 answers of 64 KB messages that nobody reads", HttpAttacks::unreadAnswers),
  SEARCHES("searches of somebody in thousands of groups", HttpAttacks::searches);

  private final String description;
  private final Consumer<Field> begin;

  Attack(String description, Consumer<Field> begin) {
    this.description = description;
    this.begin = begin;
  }

  /// The name on the command line.
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String description() {
    return description;
  }

  void begin(Field field) {
    begin.accept(field);
  }

  static Optional<Attack> labelled(String label) {
    return Arrays.stream(values()).filter(attack -> attack.label().equals(label)).findAny();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Attack::label).toList();
  }
}
