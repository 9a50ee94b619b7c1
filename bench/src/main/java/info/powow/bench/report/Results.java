package info.powow.bench.report;

import info.powow.bench.server.Machine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The results of one run of the benchmark.
///
/// @param settings the options of the run
public record Results(
    Instant at, Machine machine, Map<String, String> settings, List<Outcome> outcomes) {
  private static final MarkedSection PLACE = new MarkedSection("figures");

  public Results {
    settings = new TreeMap<>(settings);
    outcomes = List.copyOf(outcomes);
  }

  /// A table for the terminal, with references.
  public String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("work", "measured", "goal", "", "floor", "RabbitMQ", "ejabberd", "Prosody"));
    for (Outcome outcome : outcomes) {
      for (Figure figure : outcome.figures()) {
        rows.add(row(figure));
      }
    }
    StringBuilder text = new StringBuilder();
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        String blanks = " ".repeat(widths[column] - cell.length());
        line.append(column == 0 ? cell + blanks : "  " + blanks + cell);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    for (Outcome outcome : outcomes) {
      for (String complaint : outcome.complaints()) {
        text.append("! ").append(outcome.workload()).append(": ").append(complaint).append('\n');
      }
    }
    return text.toString();
  }

  private static List<String> row(Figure figure) {
    Bar bar = figure.bar();
    String measured = Numbers.text(figure.value());
    if (bar == null) {
      return List.of("  " + figure.name(), measured, "", "", "", "", "", "");
    }
    return List.of(
        bar.work(),
        measured,
        bar.goal(),
        bar.isReachedBy(figure.value()) ? "✓" : "✗",
        bar.floor(),
        bar.rabbit(),
        bar.ejabberd(),
        bar.prosody());
  }

  public String json() {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(this);
  }

  /// Whether a Markdown page has the marks for the figures.
  public static boolean hasPlace(String page) {
    return PLACE.isIn(page);
  }

  /// Replaces the figures in a Markdown page.
  ///
  /// @throws IllegalArgumentException if it [does not have][#hasPlace] the marks
  public String writtenInto(String page) {
    return PLACE.filled(page, markdown());
  }

  private String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        Measured %s on %s, %d cores, %,d MB, %s, %s; an fdatasync of a small append took %s ms
        (median); load average before: %s.

        | work | floor | RabbitMQ | ejabberd | Prosody | goal | **Powow** |
        | --- | --- | --- | --- | --- | --- | --- |
        """
            .formatted(
                at,
                machine.processor(),
                machine.cores(),
                machine.memoryMb(),
                machine.kernel(),
                machine.java(),
                Numbers.text(machine.fdatasyncMillis()),
                Numbers.text(machine.load())));
    for (Bar bar : Bar.values()) {
      Double measured = measured(bar);
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  bar.work(),
                  bar.floor(),
                  bar.rabbit(),
                  bar.ejabberd(),
                  bar.prosody(),
                  bar.goal(),
                  measured == null ? "not measured" : "**" + Numbers.text(measured) + "**"));
    }
    text.append("\n| workload | figure | measured |\n| --- | --- | --- |\n");
    for (Outcome outcome : outcomes) {
      for (Figure figure : outcome.figures()) {
        if (figure.bar() == null) {
          text.append(
              "| %s | %s | %s |%n"
                  .formatted(outcome.workload(), figure.name(), Numbers.text(figure.value())));
        }
      }
    }
    return text.toString();
  }

  private @Nullable Double measured(Bar bar) {
    for (Outcome outcome : outcomes) {
      for (Figure figure : outcome.figures()) {
        if (figure.bar() == bar) {
          return figure.value();
        }
      }
    }
    return null;
  }
}
