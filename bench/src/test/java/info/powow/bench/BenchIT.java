package info.powow.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchIT {
  @Test
  void aWorkloadThatCannotBeMeasuredIsReportedAndDoesNotCount(@TempDir Path folder)
      throws IOException {
    Path json = folder.resolve("results.json");
    Path nowhere = folder.resolve("nowhere.jar");
    int code =
        Bench.commandLine()
            .execute(
                "private",
                "--jar",
                nowhere.toString(),
                "--json",
                json.toString(),
                "--folder",
                folder.toString());
    assertThat(code).isEqualTo(1);
    JsonNode results = JsonMapper.shared().readTree(Files.readString(json));
    assertThat(results.at("/outcomes/0/complaints/0").asString())
        .startsWith("not measured: there is no server at");
    assertThat(results.at("/machine/fdatasyncMillis").asDouble()).isPositive();
    assertThat(results.at("/machine/cores").asInt()).isPositive();
  }
}
