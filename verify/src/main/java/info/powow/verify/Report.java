package info.powow.verify;

import java.util.ArrayList;
import java.util.List;

/// What was found. Says what is proved, and what one has to take on trust.
final class Report {
  private static final int MOST = 50;

  /// The result, with its exit code.
  enum Result {
    GOOD(0),
    BAD(1),
    INCOMPLETE(2);

    final int exitCode;

    Result(int exitCode) {
      this.exitCode = exitCode;
    }
  }

  private final List<String> about = new ArrayList<>();
  private final List<String> bad = new ArrayList<>();
  private final List<String> incomplete = new ArrayList<>();
  private final List<String> proved = new ArrayList<>();
  private final List<String> onTrust = new ArrayList<>();

  void about(String what) {
    about.add(what);
  }

  /// Something is not what it claims to be.
  void bad(String what) {
    if (bad.size() < MOST) {
      bad.add(what);
    } else if (bad.size() == MOST) {
      bad.add("… and more");
    }
  }

  /// Something is missing that a proof would need, or that the bundle should have.
  void incomplete(String what) {
    if (incomplete.size() < MOST) {
      incomplete.add(what);
    } else if (incomplete.size() == MOST) {
      incomplete.add("… and more");
    }
  }

  void proved(String what) {
    proved.add(what);
  }

  void onTrust(String what) {
    onTrust.add(what);
  }

  Result result() {
    return !bad.isEmpty() ? Result.BAD : !incomplete.isEmpty() ? Result.INCOMPLETE : Result.GOOD;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    about.forEach(line -> text.append(line).append('\n'));
    list(text, "Bad", bad);
    list(text, "Incomplete", incomplete);
    // Of a bundle that was changed, nothing should be quoted as proved.
    if (bad.isEmpty()) {
      list(text, "Proved", proved);
      list(text, "Not proved: this rests on who made the bundle", onTrust);
    }
    return text.append("\nResult: ")
        .append(result().name().toLowerCase(java.util.Locale.ROOT))
        .append('\n')
        .toString();
  }

  private static void list(StringBuilder text, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append('\n').append(title).append(":\n");
      lines.forEach(line -> text.append("  - ").append(line).append('\n'));
    }
  }

  String json() {
    return "{\"result\":"
        + Json.quoted(result().name().toLowerCase(java.util.Locale.ROOT))
        + ",\"about\":"
        + array(about)
        + ",\"bad\":"
        + array(bad)
        + ",\"incomplete\":"
        + array(incomplete)
        + ",\"proved\":"
        + array(bad.isEmpty() ? proved : List.of())
        + ",\"notProved\":"
        + array(bad.isEmpty() ? onTrust : List.of())
        + "}\n";
  }

  private static String array(List<String> lines) {
    List<String> quoted = new ArrayList<>();
    lines.forEach(line -> quoted.add(Json.quoted(line)));
    return '[' + String.join(",", quoted) + ']';
  }
}
