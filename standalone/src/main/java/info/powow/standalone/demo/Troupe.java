package info.powow.standalone.demo;

import info.powow.client.PowowClient;
import info.powow.client.Receipt;
import info.powow.client.Refused;
import info.powow.client.Session;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The 20 people of the play, and their groups.
final class Troupe {
  /// Public (docs/demo.md), so that visitors can sign in as one of the people.
  private static final String PASSWORD = "midsummer";

  private static final Map<String, String> FULL_NAMES =
      Map.of(
          "quince", "Peter Quince",
          "bottom", "Nick Bottom",
          "flute", "Francis Flute",
          "snout", "Tom Snout",
          "starveling", "Robin Starveling",
          "puck", "Puck (Robin Goodfellow)");

  private final Map<String, Actor> actors = new LinkedHashMap<>();
  private final Map<Integer, Cue> lastCues = new ConcurrentHashMap<>();
  private final Map<DemoGroup, String> rooms = new EnumMap<>(DemoGroup.class);
  private final Map<DemoGroup, Set<String>> present = new EnumMap<>(DemoGroup.class);
  private final Map<DemoGroup, Long> pinned = new ConcurrentHashMap<>();
  private final Map<String, String> privateChats = new ConcurrentHashMap<>();
  private final Pattern names;

  /// Signs up and signs in everybody, connects them, and creates the groups.
  ///
  /// @param background runs reactions and absences
  Troupe(SortedSet<String> people, PowowClient powow, DemoPace pace, long seed, Executor background)
      throws IOException, InterruptedException {
    for (String handle : people) {
      actors.put(
          handle, new Actor(handle, signIn(powow, handle), pace, seed, background, this::heard));
    }
    for (Actor actor : actors.values()) {
      actor.enter();
    }
    for (DemoGroup room : DemoGroup.values()) {
      open(room);
    }
    names =
        Pattern.compile(
            "\\b(" + String.join("|", people.stream().map(Troupe::capitalised).toList()) + ")\\b");
  }

  /// Signs in, after signing up if there is no account yet.
  private static Session signIn(PowowClient powow, String handle)
      throws IOException, InterruptedException {
    Session session;
    try {
      session = powow.signUp(handle, PASSWORD, displayName(handle));
    } catch (Refused e) {
      if (!e.code().equals("handle_taken")) {
        throw e;
      }
      session = powow.signIn(handle, PASSWORD);
    }
    // The people of the play accept each other's invitations automatically.
    session.patch("/api/me", Map.of("mayAddMe", "everyone"));
    return session;
  }

  private static String displayName(String handle) {
    return FULL_NAMES.getOrDefault(handle, capitalised(handle));
  }

  private static String capitalised(String handle) {
    return handle.substring(0, 1).toUpperCase(Locale.ROOT) + handle.substring(1);
  }

  private void open(DemoGroup room) throws InterruptedException {
    String group =
        conversationIn(
            actor(room.owner())
                .command(
                    "/app/groups/create",
                    Map.of(
                        "key", room.key(),
                        "name", room.title(),
                        "members", ids(room.members()),
                        "open", room.open(),
                        "history", true)));
    rooms.put(room, group);
    present.put(room, ConcurrentHashMap.newKeySet());
    present(room).addAll(room.members());
  }

  private List<String> ids(List<String> handles) {
    return handles.stream().map(handle -> actor(handle).session().personId()).toList();
  }

  private Set<String> present(DemoGroup room) {
    return present.getOrDefault(room, Set.of());
  }

  private static String conversationIn(Receipt receipt) {
    if (receipt.conversation() == null) {
      throw new IllegalStateException("the RECEIPT names no conversation");
    }
    return receipt.conversation();
  }

  Collection<Actor> actors() {
    return actors.values();
  }

  Actor actor(String handle) {
    Actor actor = actors.get(handle);
    if (actor == null) {
      throw new IllegalArgumentException("nobody is called " + handle);
    }
    return actor;
  }

  private void heard(Cue cue) {
    lastCues.merge(cue.stage(), cue, (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  /// How far a stage had come when the demo was last stopped.
  Cue lastCue(int stage) {
    return lastCues.getOrDefault(stage, new Cue(stage, 0, 0));
  }

  /// The conversation in which a step takes place; its speaker is a member of it.
  String conversation(PlayLine step) throws InterruptedException {
    Actor speaker = actor(step.speaker());
    if (step.room().isEmpty()) {
      String other = step.other().orElseThrow();
      String pair =
          step.speaker().compareTo(other) < 0
              ? step.speaker() + '+' + other
              : other + '+' + step.speaker();
      String known = privateChats.get(pair);
      if (known == null) {
        known =
            conversationIn(
                speaker.command(
                    "/app/direct/open",
                    Map.of("key", "demo-" + pair, "with", actor(other).session().personId())));
        privateChats.put(pair, known);
      }
      return known;
    }
    DemoGroup room = step.room().get();
    String group = Optional.ofNullable(rooms.get(room)).orElseThrow();
    if (present(room).add(step.speaker())) {
      if (room.open()) {
        speaker.command("/app/conversations/" + group + "/join", Map.of());
      } else {
        actor(room.owner())
            .command(
                "/app/conversations/" + group + "/add",
                Map.of("personId", speaker.session().personId()));
      }
    }
    return group;
  }

  /// Makes a speaker join the group again before their next message.
  void doubt(PlayLine step) {
    step.room()
        .filter(room -> !room.owner().equals(step.speaker()))
        .ifPresent(room -> present(room).remove(step.speaker()));
    step.other().ifPresent(_ -> privateChats.clear());
  }

  /// The ids of members who are addressed by name in a message.
  List<String> mentioned(PlayLine step) {
    Matcher called = names.matcher(step.text());
    return called
        .results()
        .map(name -> name.group().toLowerCase(Locale.ROOT))
        .distinct()
        .filter(handle -> !handle.equals(step.speaker()))
        .filter(handle ->
            step.room()
                .map(room -> present(room).contains(handle))
                .orElse(step.other().equals(Optional.of(handle))))
        .map(handle -> actor(handle).session().personId())
        .toList();
  }

  /// Pins the first message of a scene, and unpins that of the previous one.
  void pin(DemoGroup room, String group, long position) throws InterruptedException {
    Actor owner = actor(room.owner());
    Long before = pinned.put(room, position);
    if (before != null && before != position) {
      owner.command("/app/conversations/" + group + "/unpin", Map.of("position", before));
    }
    owner.command("/app/conversations/" + group + "/pin", Map.of("position", position));
  }

  /// Makes a person go offline for a while, again and again. A person who has something to say
  /// returns at once.
  void comeAndGo(DemoPace pace, Random chance) throws InterruptedException {
    List<Actor> all = List.copyOf(actors.values());
    while (true) {
      pace.pause(chance.nextLong(10_000, 40_000));
      Actor away = all.get(chance.nextInt(all.size()));
      away.leave();
      pace.pause(chance.nextLong(15_000, 45_000));
      away.enter();
    }
  }
}
