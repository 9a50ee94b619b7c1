package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.standalone.cluster.ImageWithoutDocker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs the commands of docs/analysis-walkthrough.md as they are written there, with the script that
/// people have, against a server with the demo. The answers need not be those of the document, but
/// have to look like them.
final class Walkthrough {
  private static final Path HOUSE = Path.of("..").toAbsolutePath().normalize();
  private static final Path DOCUMENT = HOUSE.resolve("docs/analysis-walkthrough.md");
  private static final Pattern STEP =
      Pattern.compile("```sh\n(\\./powow (?!up).*?)```\n(?:\n```text\n(.*?)```)?", Pattern.DOTALL);
  private static final Pattern CASE = Pattern.compile("--case (s\\w+)");
  private static final int TIMEOUT_SECONDS = 120;

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  private Walkthrough(Path folder) {
    this.folder = folder;
  }

  /// @param folder for what it writes
  /// @return how many commands were run
  static int run(PowowProcess powow, Path folder) throws IOException, InterruptedException {
    Walkthrough walkthrough = new Walkthrough(Files.createDirectories(folder.toAbsolutePath()));
    walkthrough.environment.put("POWOW_PASSWORD", "midsummer");
    walkthrough.environment.put("JAVA_HOME", System.getProperty("java.home"));
    walkthrough.prepare(powow);
    Matcher steps = STEP.matcher(Files.readString(DOCUMENT));
    int count = 0;
    while (steps.find()) {
      walkthrough.step(steps.group(1), steps.group(2) == null ? "" : steps.group(2));
      count++;
    }
    return count;
  }

  /// The script as it is, but for another house: it builds nothing, and asks the server of the test.
  private void prepare(PowowProcess powow) throws IOException, InterruptedException {
    List<String> application = ImageWithoutDocker.ofStandalone().application();
    Path jar = Path.of(application.get(application.indexOf("-jar") + 1)).toAbsolutePath();
    String script =
        Files.readString(HOUSE.resolve("powow"))
            .replaceFirst(
                "(?m)^HOME_OF_POWOW=.*$", Matcher.quoteReplacement("HOME_OF_POWOW='" + HOUSE + "'"))
            .replaceFirst(
                "(?m)^readonly SERVER_JAR=.*$",
                Matcher.quoteReplacement("readonly SERVER_JAR='" + jar + "'"))
            .replaceFirst("(?m)^build_server\\(\\) \\{$", "build_server() {\n  return 0");
    Files.writeString(folder.resolve("script"), script);
    Path command = folder.resolve("powow");
    Files.writeString(
        command,
        """
        #!/usr/bin/env bash
        case $1 in
          admin) exec bash "${0%%/*}/script" "$@" --data '%s' ;;
          *) exec bash "${0%%/*}/script" "$@" --port %d ;;
        esac
        """
            .formatted(powow.data().toAbsolutePath(), powow.port()));
    assertThat(command.toFile().setExecutable(true)).isTrue();
  }

  private void step(String command, String shown) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(errors, StandardCharsets.UTF_8);
    assertThat(ended).as(command).isTrue();
    assertThat(process.exitValue()).as(command + said).isZero();
    String answer = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(outline(answer)).as(command + answer).isEqualTo(outline(shown));
    Matcher opened = CASE.matcher(said);
    if (opened.find()) {
      environment.put("CASE", opened.group(1));
    }
  }

  /// What does not depend on the data: the first line without numbers, or the names that every event
  /// begins with.
  private static List<String> outline(String answer) {
    String first = answer.lines().findFirst().orElse("");
    if (!first.startsWith("{")) {
      return List.of(first.replaceAll("\\d+", "0").replaceAll("\\s+", " ").strip());
    }
    List<String> names = new ArrayList<>();
    Matcher name = Pattern.compile("\"(\\w+)\":").matcher(first);
    while (names.size() < 3 && name.find()) {
      names.add(name.group(1));
    }
    return names;
  }
}
