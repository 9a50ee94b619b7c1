package info.powow.standalone.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SearchNodeLayoutTest {
  @Test
  void whatIsConfiguredIsTakenAsItIs() {
    assertThat(SearchNodeLayout.find(Path.of("/opt/node"), Path.of("/opt/powow")))
        .isEqualTo(new SearchNodeLayout(Path.of("/opt/node")));
  }

  @Test
  void otherwiseItIsExpectedBesideTheServer() {
    SearchNodeLayout layout = SearchNodeLayout.find(null, Path.of("/nowhere/powow"));

    assertThat(layout.home()).isEqualTo(Path.of("/nowhere/powow/search-node"));
    assertThat(layout.exists()).isFalse();
  }

  @Test
  void theNodeRunsOnTheJvmThatRunsTheServer() {
    var command =
        new SearchNodeLayout(Path.of("/opt/search node"))
            .command(Path.of("/data/search"), Path.of("/data/log/search.log"), "256m");

    assertThat(command)
        .contains(
            System.getProperty("java.home") + "/bin/java",
            "-Xmx256m",
            "/opt/search node/lib/*",
            "-Dpowow.search.log=/data/log/search.log")
        .endsWith("/opt/search node", "/data/search");
  }
}
