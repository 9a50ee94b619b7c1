package info.powow.standalone.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests one server that all of them share: starting it takes longer than most tests.
final class SharedPowow implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PowowProcess.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // Kept by the root, which closes it when the last test is over.
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedPowow.class))
        .computeIfAbsent(PowowProcess.class, _ -> start(), PowowProcess.class);
  }

  private static PowowProcess start() {
    try {
      Path target = Files.createDirectories(Path.of("target", "e2e"));
      return PowowProcess.start(
          Files.createTempDirectory(target, "shared-"),
          "--powow.erasure.grace=0s",
          "--powow.audit.tell-people=true",
          // The fuzzer sends more wrong credentials than one address may.
          "--powow.accounts.max-failures-by-address=1000000",
          "--powow.commands.refusals.interval=100ms");
    } catch (IOException e) {
      throw new IllegalStateException("there is no server to test", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
