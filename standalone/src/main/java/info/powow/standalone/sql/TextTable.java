package info.powow.standalone.sql;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Draws a table for a terminal.
public final class TextTable {
  private static final int WIDEST = 60;

  private TextTable() {}

  /// @param answer `{columns: [{name}], rows: [[…]]}`
  static String of(JsonNode answer) {
    List<String> names = new ArrayList<>();
    answer.path("columns").forEach(column -> names.add(column.path("name").asString("")));
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode row : answer.path("rows")) {
      List<String> cells = new ArrayList<>();
      row.forEach(cell -> cells.add(text(cell)));
      rows.add(cells);
    }
    return of(names, rows);
  }

  /// @param rows each with a cell for each name
  public static String of(List<String> names, List<List<String>> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(names);
    lines.addAll(rows);
    int[] widths = new int[names.size()];
    for (List<String> line : lines) {
      for (int at = 0; at < widths.length; at++) {
        widths[at] = Math.max(widths[at], line.get(at).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < lines.size(); at++) {
      line(text, lines.get(at), widths);
      if (at == 0) {
        for (int width : widths) {
          text.append("-".repeat(width)).append("  ");
        }
        end(text);
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    for (int at = 0; at < widths.length; at++) {
      String cell = cells.get(at);
      text.append(cell).append(" ".repeat(widths[at] - cell.length() + 2));
    }
    end(text);
  }

  private static void end(StringBuilder text) {
    while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    text.append('\n');
  }

  private static String text(JsonNode cell) {
    String text = cell.isNull() ? "" : cell.isString() ? cell.asString() : cell.toString();
    String clean = text.replaceAll("\\p{Cntrl}", " ");
    return clean.length() > WIDEST ? clean.substring(0, WIDEST - 1) + "…" : clean;
  }
}
