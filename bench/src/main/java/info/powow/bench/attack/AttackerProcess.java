package info.powow.bench.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Controls [Attackers] from the process that measures.
final class AttackerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader in;
  private final PrintStream out;

  private AttackerProcess(Process process) {
    this.process = process;
    this.in = process.inputReader(StandardCharsets.UTF_8);
    this.out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /// Starts the process and waits until it is prepared.
  static AttackerProcess start(URI server, int groups) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Attackers.class.getName(),
                server.toString(),
                Integer.toString(groups))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    AttackerProcess attackers = new AttackerProcess(process);
    try {
      attackers.expect(Attackers.READY);
      return attackers;
    } catch (IOException e) {
      attackers.close();
      throw e;
    }
  }

  private void expect(String line) throws IOException {
    String came = in.readLine();
    if (!line.equals(came)) {
      throw new IOException("the attackers could not prepare");
    }
  }

  void begin(List<Attack> attacks, long seconds) {
    out.println(seconds + " " + String.join(" ", attacks.stream().map(Attack::label).toList()));
  }

  /// Waits for the end of the attacks.
  ///
  /// @return for each attack, the number of answers by kind
  Map<String, Map<String, Long>> outcomes() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the attackers ended");
    }
    Map<String, Map<String, Long>> outcomes = new TreeMap<>();
    JsonNode read = JsonMapper.shared().readTree(line);
    for (Map.Entry<String, JsonNode> attack : read.properties()) {
      Map<String, Long> counts = new TreeMap<>();
      for (Map.Entry<String, JsonNode> count : attack.getValue().properties()) {
        counts.put(count.getKey(), count.getValue().asLong());
      }
      outcomes.put(attack.getKey(), counts);
    }
    return outcomes;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
