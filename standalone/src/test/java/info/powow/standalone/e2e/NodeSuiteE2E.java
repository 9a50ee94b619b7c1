package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The story as `@stomp/stompjs` tells it in Node.js (`src/e2e`), each of its tests as a test of
/// ours.
@ExtendWith(SharedPowow.class)
class NodeSuiteE2E {
  private static final Path SOURCE = Path.of("src", "e2e");
  private static final Path SUITE = Path.of("target", "e2e", "node").toAbsolutePath();

  @TestFactory
  Stream<DynamicNode> stompjs(PowowProcess powow) throws IOException, InterruptedException {
    copySuite();
    Run install = run(Map.of(), "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline");
    assertThat(install.exit()).as("npm ci:%n%s", install.output()).isZero();
    Path results = SUITE.resolve("results.jsonl");
    Files.deleteIfExists(results);
    Run suite =
        run(
            Map.of(
                "POWOW_URL", powow.http().toString(),
                "POWOW_TOKEN_SECRET",
                    Base64.getEncoder().encodeToString(PowowProcess.TOKEN_SECRET)),
            "node",
            "--test",
            "--test-concurrency=4",
            "--test-timeout=300000",
            "--test-reporter=spec",
            "--test-reporter-destination=stdout",
            "--test-reporter=./reporter.js",
            "--test-reporter-destination=" + results,
            "test/");
    Map<String, List<DynamicNode>> files = new LinkedHashMap<>();
    JsonMapper json = new JsonMapper();
    for (String line : Files.readAllLines(results)) {
      JsonNode test = json.readTree(line);
      String file = Path.of(test.path("file").asString("other")).getFileName().toString();
      files.computeIfAbsent(file, _ -> new ArrayList<>()).add(result(test));
    }
    assertThat(files).as("the suite ran no test:%n%s", suite.output()).isNotEmpty();
    // Whatever the single results say: what Node.js takes for a failure is none of ours to
    // overlook.
    files
        .computeIfAbsent("node --test", _ -> new ArrayList<>())
        .add(
            DynamicTest.dynamicTest(
                "the whole suite passes",
                () -> assertThat(suite.exit()).as(suite.output()).isZero()));
    return files.entrySet().stream()
        .map(file -> DynamicContainer.dynamicContainer(file.getKey(), file.getValue()));
  }

  private static DynamicTest result(JsonNode test) {
    return DynamicTest.dynamicTest(
        test.path("name").asString(),
        () -> {
          if (test.path("skipped").asBoolean()) {
            throw new TestAbortedException("skipped");
          }
          if (!test.path("passed").asBoolean()) {
            throw new AssertionError(test.path("failure").asString("failed without a word"));
          }
        });
  }

  /// Runs outside the sources, so that nothing is left among them.
  private static void copySuite() throws IOException {
    Files.walkFileTree(
        SOURCE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.endsWith("node_modules")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(SUITE.resolve(SOURCE.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file, SUITE.resolve(SOURCE.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private record Run(int exit, String output) {}

  private static Run run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(SUITE, "output-", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(SUITE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + " hangs:\n" + Files.readString(output));
    }
    return new Run(process.exitValue(), Files.readString(output));
  }
}
