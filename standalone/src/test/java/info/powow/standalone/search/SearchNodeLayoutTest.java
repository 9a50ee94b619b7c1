package info.powow.standalone.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SearchNodeLayoutTest {
  @Test
  void aFolderWithoutJarsIsNoLayout() {
    assertThat(SearchNodeLayout.find(Path.of("/nowhere"), Path.of("/nowhere/else"))).isEmpty();
    assertThat(SearchNodeLayout.find(null, Path.of("/nowhere/else"))).isEmpty();
  }

  @Test
  void theNodeRunsOnTheJvmThatRunsTheServer() {
    var command =
        new SearchNodeLayout(Path.of("/opt/search node"))
            .command(Path.of("/data/search"), Path.of("/data/log/search.log"), "256m");

    assertThat(command)
        .startsWith(System.getProperty("java.home") + "/bin/java")
        .contains("-Xmx256m", "/opt/search node/lib/*", "-Dpowow.search.log=/data/log/search.log")
        .endsWith("/opt/search node", "/data/search");
  }
}
