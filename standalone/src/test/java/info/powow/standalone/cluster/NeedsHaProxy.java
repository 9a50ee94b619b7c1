package info.powow.standalone.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Runs if HAProxy is installed; otherwise, reports loudly that it was skipped.
public final class NeedsHaProxy implements ExecutionCondition {
  static final Path HAPROXY = Path.of("/usr/sbin/haproxy");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (Files.isExecutable(HAPROXY)) {
      return ConditionEvaluationResult.enabled(HAPROXY + " is there");
    }
    if (context.getTestMethod().isEmpty()) {
      System.err.printf(
          "%n*** SKIPPED: %s needs HAProxy: apt-get install haproxy ***%n%n",
          context.getDisplayName());
    }
    return ConditionEvaluationResult.disabled("there is no " + HAPROXY);
  }
}
