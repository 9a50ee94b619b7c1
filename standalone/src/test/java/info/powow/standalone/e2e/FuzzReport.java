package info.powow.standalone.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a fuzzing run has seen.
final class FuzzReport {
  private static final int EXAMPLES = 3;
  private static final int LONGEST = 600;

  private final Map<String, Integer> answers = new TreeMap<>();
  private final Map<String, List<String>> findings = new LinkedHashMap<>();
  private long cases;

  void answered(String how) {
    cases++;
    answers.merge(how, 1, Integer::sum);
  }

  /// @param fault what is wrong, the same for each request of its kind
  /// @param request an example
  void found(String fault, String request) {
    List<String> examples = findings.computeIfAbsent(fault, _ -> new ArrayList<>());
    if (examples.size() < EXAMPLES) {
      examples.add(request.length() > LONGEST ? request.substring(0, LONGEST) + "…" : request);
    }
  }

  long cases() {
    return cases;
  }

  boolean isClean() {
    return findings.isEmpty();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(cases + " requests, answered by " + answers + "\n");
    findings.forEach((fault, examples) -> {
      text.append("FOUND ").append(fault).append('\n');
      examples.forEach(example -> text.append("    ").append(example).append('\n'));
    });
    return text.toString();
  }
}
