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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tests that are written for Node.js, each as a test of ours.
final class NodeSuite {
  /// Tells each test on a line of its own.
  private static final Path REPORTER = Path.of("src", "e2e", "reporter.js").toAbsolutePath();

  private static final long LIMIT_MINUTES = 30;

  private static final Map<Path, Results> RESULTS = new ConcurrentHashMap<>();

  private final Path folder;

  private NodeSuite(Path folder) {
    this.folder = folder;
  }

  /// A suite that needs no installing.
  static NodeSuite in(Path folder) {
    return new NodeSuite(folder.toAbsolutePath().normalize());
  }

  /// Copied and installed outside the sources, so that nothing is left among them.
  static NodeSuite installed(Path sources, Path folder) throws IOException, InterruptedException {
    copy(sources, folder);
    NodeSuite suite = in(folder);
    suite.require(Map.of(), "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline");
    return suite;
  }

  /// Runs the tests below a folder of the suite, `concurrency` files of them at a time.
  Stream<DynamicNode> run(String tests, int concurrency, Map<String, String> environment)
      throws IOException, InterruptedException {
    return run(tests, _ -> true, concurrency, environment);
  }

  /// Runs some files. Those in which a test fails are run once more, and the failures are printed
  /// (ADR 0069).
  ///
  /// @param chosen selects files by their names
  Stream<DynamicNode> run(
      String tests, Predicate<String> chosen, int concurrency, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path here = folder.resolve(tests);
    Results before = RESULTS.get(here);
    if (before != null) {
      // Failsafe repeats a test by running the whole factory again, and these were repeated
      // already.
      return before.asTests();
    }
    List<String> files = files(tests, chosen);
    Results results = attempt(tests, files, concurrency, environment);
    List<String> failed = files.stream().filter(results::hasFailed).toList();
    if (!failed.isEmpty() && results.run().ended()) {
      results.failures().forEach(failure -> System.err.printf("*** REPEATED: %s%n", failure));
      // One file at a time, so that the second attempt does not fail because the machine is busy.
      results = results.repeated(attempt(tests, failed, 1, environment));
    }
    RESULTS.put(here, results);
    return results.asTests();
  }

  private Results attempt(
      String tests, List<String> files, int concurrency, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path lines = folder.resolve(tests + "-results.jsonl");
    Files.deleteIfExists(lines);
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                "--test",
                "--test-concurrency=" + concurrency,
                // A file counts as a test, too.
                "--test-timeout=600000",
                "--test-reporter=spec",
                "--test-reporter-destination=stdout",
                "--test-reporter=" + REPORTER.toUri(),
                "--test-reporter-destination=" + lines));
    command.addAll(files);
    Run run = start(environment, command);
    Map<String, List<JsonNode>> byFile = new LinkedHashMap<>();
    JsonMapper json = new JsonMapper();
    for (String line : Files.readAllLines(lines)) {
      JsonNode test = json.readTree(line);
      byFile.computeIfAbsent(fileOf(test), _ -> new ArrayList<>()).add(test);
    }
    assertThat(byFile).as("the suite ran no test:%n%s", run.output()).isNotEmpty();
    return new Results(run, byFile);
  }

  private static String fileOf(JsonNode test) {
    return Path.of(test.path("file").asString("other")).getFileName().toString();
  }

  /// The results of Node.js by file.
  private record Results(Run run, Map<String, List<JsonNode>> byFile) {
    /// @param file its path
    boolean hasFailed(String file) {
      return byFile.getOrDefault(Path.of(file).getFileName().toString(), List.of()).stream()
          .anyMatch(Results::hasFailed);
    }

    private static boolean hasFailed(JsonNode test) {
      return !test.path("passed").asBoolean();
    }

    List<String> failures() {
      return byFile.values().stream()
          .flatMap(List::stream)
          .filter(Results::hasFailed)
          .map(test ->
              "%s: %s: %s"
                  .formatted(
                      fileOf(test), test.path("name").asString(), test.path("failure").asString()))
          .toList();
    }

    /// Replaces the results of the files that were run a second time.
    Results repeated(Results second) {
      Map<String, List<JsonNode>> both = new LinkedHashMap<>(byFile);
      both.putAll(second.byFile);
      return new Results(second.run, both);
    }

    Stream<DynamicNode> asTests() {
      List<DynamicNode> files = new ArrayList<>();
      byFile.forEach((file, tests) ->
          files.add(
              DynamicContainer.dynamicContainer(
                  file, tests.stream().map(NodeSuite::result).toList())));
      // Fails if Node.js reports a failure, even if every single test passed.
      files.add(
          DynamicTest.dynamicTest(
              "the whole suite passes", () -> assertThat(run.exit()).as(run.output()).isZero()));
      return files.stream();
    }
  }

  private List<String> files(String tests, Predicate<String> chosen) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(tests))) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*\\.test\\.m?js"))
          .filter(file -> chosen.test(file.getFileName().toString()))
          .map(Path::toString)
          .sorted()
          .toList();
    }
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

  /// Runs a command that must succeed.
  void require(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Run run = start(environment, List.of(command));
    assertThat(run.exit()).as("%s:%n%s", String.join(" ", command), run.output()).isZero();
  }

  private record Run(int exit, boolean ended, String output) {}

  private Run start(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("node-suite-", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      // What was told until then still counts: it says where it hangs.
      String told = Files.readString(output);
      return new Run(
          process.exitValue(),
          ended,
          ended ? told : "hangs after %d minutes:%n%s".formatted(LIMIT_MINUTES, told));
    } finally {
      Files.delete(output);
    }
  }

  private static void copy(Path sources, Path folder) throws IOException {
    Files.walkFileTree(
        sources,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes)
              throws IOException {
            if (visited.endsWith("node_modules")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(folder.resolve(sources.relativize(visited)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                folder.resolve(sources.relativize(file)),
                StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
