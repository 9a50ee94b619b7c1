package info.powow.standalone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The text of the play: scenes of messages, each with its place.
///
/// @param scenes in the order of the play
/// @param people the handles of all speakers
record Play(List<List<PlayLine>> scenes, SortedSet<String> people) {
  private static final String TEXT = "a-midsummer-nights-dream.txt";

  /// Long speeches are split into several messages of about this length.
  private static final int LONG_ENOUGH = 140;

  private static final Pattern END_OF_SENTENCE = Pattern.compile("(?<=[.!?;:])(?=[ \n])");

  static Play load() {
    try (InputStream text = Play.class.getResourceAsStream(TEXT)) {
      if (text == null) {
        throw new IllegalStateException(TEXT + " is missing");
      }
      return parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Play parse(String text) {
    List<List<PlayLine>> scenes = new ArrayList<>();
    SortedSet<String> people = new TreeSet<>();
    List<String[]> passage = new ArrayList<>();
    String place = "";
    for (String line : text.lines().toList()) {
      switch (line.isEmpty() ? ';' : line.charAt(0)) {
        case ';' -> {}
        case '#' -> {
          finish(passage, place, scenes);
          scenes.add(new ArrayList<>());
        }
        case '@' -> {
          finish(passage, place, scenes);
          place = line.substring(1).strip();
        }
        default -> {
          String[] speech = line.split("\t", 2);
          people.add(speech[0]);
          passage.add(new String[] {speech[0], speech[1].replace("\\n", "\n")});
        }
      }
    }
    finish(passage, place, scenes);
    return new Play(scenes, people);
  }

  private static void finish(List<String[]> passage, String place, List<List<PlayLine>> scenes) {
    Optional<DemoGroup> room =
        place.equals("private") || place.isEmpty()
            ? Optional.empty()
            : Optional.of(DemoGroup.valueOf(place.toUpperCase(Locale.ROOT)));
    List<String> speakers = passage.stream().map(speech -> speech[0]).distinct().toList();
    if (!passage.isEmpty() && room.isEmpty() && speakers.size() != 2) {
      throw new IllegalStateException("a private chat has two people, not " + speakers);
    }
    String before = "";
    for (String[] speech : passage) {
      String speaker = speech[0];
      Optional<String> other =
          room.isPresent()
              ? Optional.empty()
              : speakers.stream().filter(person -> !person.equals(speaker)).findFirst();
      for (String message : messages(speech[1])) {
        List<PlayLine> scene = scenes.getLast();
        boolean answers = !before.isEmpty() && !before.equals(speaker);
        scene.add(new PlayLine(speaker, other, room, message, scene.isEmpty(), answers));
        before = speaker;
      }
    }
    passage.clear();
  }

  /// Splits a speech into messages of whole sentences.
  static List<String> messages(String speech) {
    List<String> messages = new ArrayList<>();
    StringBuilder message = new StringBuilder();
    for (String sentence : END_OF_SENTENCE.split(speech, -1)) {
      message.append(sentence);
      if (message.length() >= LONG_ENOUGH) {
        messages.add(message.toString().strip());
        message.setLength(0);
      }
    }
    if (!message.toString().isBlank()) {
      messages.add(message.toString().strip());
    }
    return messages;
  }
}
