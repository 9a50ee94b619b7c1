package info.powow.standalone.top;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Renders the state of a node as lines of text, without colours: health is a word.
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
    }
    line(screen, "");
    for (JsonNode each : status.path("pools")) {
      line(screen, "%-24s %s", each.path("name").asString(), level(each));
    }
    line(screen, "");
    for (JsonNode each : status.path("projections")) {
      line(
          screen,
          "%-10s %,d behind, %d stopped%s",
          each.path("name").asString(),
          each.path("behind").asLong(),
          each.path("deadLetters").asLong(),
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
