package info.powow.standalone.top;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Renders the state of all nodes as lines of text, without colours: health is a word.
final class TopScreen {
  private static final double MEGABYTE = 1 << 20;
  private static final int ROUTES = 8;

  private TopScreen() {}

  static String render(JsonNode status) {
    StringBuilder screen = new StringBuilder();
    JsonNode messages = status.path("messages");
    line(
        screen,
        "%s  %s  %s  up %d s",
        status.path("node").asString(),
        status.path("release").asString(),
        status.path("at").asString(),
        status.path("uptimeSeconds").asLong());
    line(
        screen,
        "messages of the last minute: %d, median %.1f ms, p99 %.1f ms, slowest %.1f ms%n",
        messages.path("count").asLong(),
        messages.path("medianMillis").asDouble(),
        messages.path("p99Millis").asDouble(),
        messages.path("maxMillis").asDouble());
    nodes(screen, status.path("nodes"));
    line(
        screen,
        "%-10s %-9s %7s %7s %9s %9s %9s %8s  %s",
        "dependency",
        "health",
        "per s",
        "errors",
        "median",
        "p99",
        "oldest",
        "active",
        "circuit");
    for (JsonNode each : status.path("dependencies")) {
      JsonNode latency = each.path("latency");
      line(
          screen,
          "%-10s %-9s %7d %6.1f%% %6.1f ms %6.1f ms %6.0f ms %8d  %s",
          each.path("name").asString(),
          each.path("health").asString(),
          each.path("rate").asLong(),
          each.path("errorPercent").asDouble(),
          latency.path("medianMillis").asDouble(),
          latency.path("p99Millis").asDouble(),
          each.path("oldestMillis").asDouble(),
          each.path("active").asLong(),
          each.path("circuit").asString());
      nodesOf(screen, each.path("nodes"));
    }
    line(screen, "");
    for (JsonNode each : status.path("pools")) {
      line(
          screen,
          "%-24s %s%s",
          each.path("name").asString(),
          level(each),
          fullest(each.path("nodes")));
    }
    line(screen, "");
    for (JsonNode each : status.path("projections")) {
      line(
          screen,
          "%-10s %,d behind, %d stopped%s%s",
          each.path("name").asString(),
          each.path("behind").asLong(),
          each.path("deadLetters").asLong(),
          each.path("differences").asLong() == 0
              ? ""
              : ", differs from a rebuild in " + each.path("differences") + " fields",
          each.has("failing") ? ", failing: " + each.path("failing").asString() : "");
    }
    line(screen, "");
    status
        .path("routes")
        .valueStream()
        .limit(ROUTES)
        .forEach(each ->
            line(
                screen,
                "%7.1f/s %7.1f ms  %s",
                each.path("perSecond").asDouble(),
                each.path("meanMillis").asDouble(),
                each.path("route").asString()));
    return screen.toString();
  }

  /// Which nodes answer, since when others are silent, and which have other settings.
  private static void nodes(StringBuilder screen, JsonNode nodes) {
    if (nodes.size() < 2) {
      return;
    }
    long answering = nodes.valueStream().filter(each -> !each.has("silentSince")).count();
    line(screen, "%d of %d nodes answer", answering, nodes.size());
    for (JsonNode each : nodes) {
      if (each.has("silentSince")) {
        line(
            screen,
            "%-12s SILENT since %s: %s",
            each.path("name").asString(),
            each.path("silentSince").asString(),
            each.path("why").asString());
      } else if (!each.path("differs").isEmpty()) {
        line(
            screen,
            "%-12s other settings: %s",
            each.path("name").asString(),
            each.path("differs")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.joining(", ")));
      }
    }
    line(screen, "");
  }

  /// The nodes where a dependency is not well.
  private static void nodesOf(StringBuilder screen, JsonNode nodes) {
    if (nodes.size() < 2) {
      return;
    }
    for (JsonNode each : nodes) {
      if (!each.path("health").asString().equals("ok")) {
        line(
            screen,
            "  %-8s %-9s %7d %6.1f%% %6.1f ms %6.1f ms %6.0f ms %8d  %s",
            each.path("node").asString(),
            each.path("health").asString(),
            each.path("rate").asLong(),
            each.path("errorPercent").asDouble(),
            each.path("medianMillis").asDouble(),
            each.path("p99Millis").asDouble(),
            each.path("oldestMillis").asDouble(),
            each.path("active").asLong(),
            each.path("circuit").asString());
      }
    }
  }

  /// The node that is nearest to its limit: a sum does not show it.
  private static String fullest(JsonNode nodes) {
    if (nodes.size() < 2) {
      return "";
    }
    return nodes
        .valueStream()
        .filter(each -> each.path("limit").asDouble() > 0)
        .max(Comparator.comparingDouble(TopScreen::fullness))
        .map(each ->
            String.format(
                Locale.ROOT,
                ", most on %s (%.0f %%)",
                each.path("node").asString(),
                100 * fullness(each)))
        .orElse("");
  }

  private static double fullness(JsonNode level) {
    return level.path("value").asDouble() / level.path("limit").asDouble();
  }

  private static String level(JsonNode level) {
    String unit = level.path("unit").asString();
    double value = level.path("value").asDouble();
    boolean isBytes = unit.equals("bytes");
    String shown =
        isBytes
            ? String.format(Locale.ROOT, "%,.0f MB", value / MEGABYTE)
            : String.format(Locale.ROOT, "%,.0f %s", value, unit);
    if (!level.has("limit")) {
      return shown;
    }
    double limit = level.path("limit").asDouble();
    return shown
        + String.format(
            Locale.ROOT,
            " of %,.0f (%.0f %%)",
            isBytes ? limit / MEGABYTE : limit,
            100 * value / limit);
  }

  private static void line(StringBuilder screen, String format, Object... values) {
    screen.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
