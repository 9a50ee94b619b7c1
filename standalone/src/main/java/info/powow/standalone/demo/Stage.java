package info.powow.standalone.demo;

import info.powow.client.Receipt;
import info.powow.client.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Performs some of the scenes, message by message. Several stages run at the same time.
final class Stage {
  private static final Logger LOG = LoggerFactory.getLogger(Stage.class);

  private final int number;
  private final List<PlayLine> steps;
  private final Troupe troupe;
  private final DemoPace pace;
  private final long seed;

  private String lastConversation = "";
  private long lastPosition;

  Stage(int number, List<PlayLine> steps, Troupe troupe, DemoPace pace, long seed) {
    this.number = number;
    this.steps = List.copyOf(steps);
    this.troupe = troupe;
    this.pace = pace;
    this.seed = seed;
  }

  /// Continues after the last message of the last performance, and repeats forever.
  void play() throws InterruptedException {
    // Sends the last message again, because a restart may have interrupted its pin or edit.
    Cue last = troupe.lastCue(number);
    int performance = last.performance();
    int first = last.step();
    while (true) {
      for (int i = first; i < steps.size(); i++) {
        try {
          perform(steps.get(i), new Cue(number, performance, i));
        } catch (Refused e) {
          // A visitor who is signed in as one of the people may have changed the state that the
          // demo expects.
          LOG.debug("a message of the demo is refused: {}", e.code());
          troupe.doubt(steps.get(i));
          pace.pause(3_000);
        }
      }
      pace.pause(60_000);
      performance++;
      first = 0;
    }
  }

  private void perform(PlayLine step, Cue cue) throws InterruptedException {
    Random chance = new Random(seed * 31 + cue.hashCode());
    Actor speaker = troupe.actor(step.speaker());
    String conversation = troupe.conversation(step);

    speaker.typing(conversation, true);
    pace.write(step.text());
    boolean slips = chance.nextInt(100) < 4;
    Receipt sent =
        speaker.command(
            "/app/conversations/" + conversation + "/send",
            message(
                step, cue, conversation, slips ? slip(step.text(), chance) : step.text(), chance));
    speaker.typing(conversation, false);
    if (slips) {
      pace.pause(2_500);
      speaker.command(
          "/app/conversations/" + conversation + "/edit",
          Map.of("position", sent.position(), "text", step.text()));
    }
    if (step.opensScene() && step.room().isPresent()) {
      troupe.pin(step.room().get(), conversation, sent.position());
    }
    lastConversation = conversation;
    lastPosition = sent.position();
    pace.pause(chance.nextInt(700, 3_500));
  }

  private Map<String, Object> message(
      PlayLine step, Cue cue, String conversation, String text, Random chance) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("key", cue.key());
    message.put("text", text);
    List<String> mentions = troupe.mentioned(step);
    if (!mentions.isEmpty()) {
      message.put("mentions", mentions);
    }
    if (step.answers() && lastConversation.equals(conversation) && chance.nextInt(100) < 15) {
      message.put("replyTo", lastPosition);
    }
    return message;
  }

  /// Swaps two letters, as a typing error.
  private static String slip(String text, Random chance) {
    for (int tries = 0; tries < 20; tries++) {
      int i = chance.nextInt(Math.max(1, text.length() - 1));
      if (i + 1 < text.length()
          && Character.isLowerCase(text.charAt(i))
          && Character.isLowerCase(text.charAt(i + 1))
          && text.charAt(i) != text.charAt(i + 1)) {
        return text.substring(0, i) + text.charAt(i + 1) + text.charAt(i) + text.substring(i + 2);
      }
    }
    return text;
  }
}
