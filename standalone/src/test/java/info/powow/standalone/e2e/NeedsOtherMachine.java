package info.powow.standalone.e2e;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Enables tests if network namespaces can be created. Otherwise prints prominently that they were
/// skipped.
final class NeedsOtherMachine implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("decided for the class");
    }
    try (OtherMachine other = OtherMachine.start();
        ServerSocket listening = new ServerSocket(0)) {
      // A firewall may drop what comes from there: then nothing is answered, not even a refusal.
      Thread.ofVirtual().start(() -> acceptAndClose(listening));
      other.send(listening.getLocalPort(), "");
      return ConditionEvaluationResult.enabled("network namespaces can be made");
    } catch (IOException e) {
      System.err.printf(
          "%n*** SKIPPED: %s needs root and iproute2 (apt-get install iproute2): %s ***%n%n",
          context.getDisplayName(), e.getMessage());
      return ConditionEvaluationResult.disabled(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ConditionEvaluationResult.disabled("interrupted");
    }
  }

  private static void acceptAndClose(ServerSocket listening) {
    try {
      listening.accept().close();
    } catch (IOException _) {
      // Nobody came before it was closed.
    }
  }
}
