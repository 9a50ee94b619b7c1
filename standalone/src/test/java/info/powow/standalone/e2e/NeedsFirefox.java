package info.powow.standalone.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Runs if Firefox is installed; otherwise, reports loudly that it was skipped.
final class NeedsFirefox implements ExecutionCondition {
  static Optional<Path> executable() {
    return Stream.of("/usr/bin/firefox-esr", "/usr/bin/firefox")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (executable().isPresent()) {
      return ConditionEvaluationResult.enabled("Firefox is there");
    }
    if (context.getTestMethod().isEmpty()) {
      System.err.printf(
          "%n*** SKIPPED: %s needs Firefox: apt-get install firefox-esr ***%n%n",
          context.getDisplayName());
    }
    return ConditionEvaluationResult.disabled("there is no Firefox");
  }
}
