package info.powow.bench.attack;

import info.powow.bench.report.MarkedSection;
import info.powow.bench.report.Numbers;
import info.powow.bench.server.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// All rounds of one run of `powow bench attacks`.
///
/// @param heapAfterMb the used heap of the server after a final collection; null if unknown
record Rounds(
    Instant at,
    Machine machine,
    int seconds,
    double rate,
    List<Round> rounds,
    @Nullable Double heapBeforeMb,
    @Nullable Double heapAfterMb) {
  static final MarkedSection PLACE = new MarkedSection("attacks");

  Rounds {
    rounds = List.copyOf(rounds);
  }

  boolean hold() {
    return rounds.stream().allMatch(Round::holds);
  }

  String json() {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(this);
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        Measured %s on %s, %d cores, %,d MB, %s, with the attackers on the same machine. %d seconds each, %s messages and %s questions a
        second; load average before: %s. Server heap after a collection: %s before, %s afterwards.

        | attack | SEND to RECEIPT p50 | p99 | max | `GET /api/me` p50 | p99 | max | heap MB | |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        """
            .formatted(
                at,
                machine.processor(),
                machine.cores(),
                machine.memoryMb(),
                machine.java(),
                seconds,
                Numbers.text(rate),
                Numbers.text(rate),
                Numbers.text(machine.load()),
                megabytes(heapBeforeMb),
                megabytes(heapAfterMb)));
    for (Round round : rounds) {
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  round.attack(),
                  Numbers.text(round.receipt().p50()),
                  Numbers.text(round.receipt().p99()),
                  Numbers.text(round.receipt().max()),
                  Numbers.text(round.me().p50()),
                  Numbers.text(round.me().p99()),
                  Numbers.text(round.me().max()),
                  round.heapMb() == null ? "" : Numbers.text(Math.rint(round.heapMb())),
                  round.holds() ? "✓" : "✗ " + round.shortfall()));
    }
    text.append("\n| attack | how the server answered |\n| --- | --- |\n");
    for (Round round : rounds) {
      if (round.outcomes().size() == 1) {
        round
            .outcomes()
            .forEach((attack, counts) ->
                text.append("| %s | %s |%n".formatted(attack, inWords(counts))));
      }
    }
    return text.toString();
  }

  private static String megabytes(@Nullable Double value) {
    return value == null ? "unknown" : Numbers.text(Math.rint(value)) + " MB";
  }

  static String inWords(Map<String, Long> counts) {
    if (counts.isEmpty()) {
      return "not yet";
    }
    StringBuilder words = new StringBuilder();
    new TreeMap<>(counts)
        .forEach((outcome, count) ->
            words.append(words.isEmpty() ? "" : ", ").append("%,d × %s".formatted(count, outcome)));
    return words.toString();
  }
}
