package info.powow.standalone.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The page without a browser: its types, and the parts of it that are pure (`web/test`).
class PageTest {
  private static final NodeSuite PAGE = NodeSuite.in(Path.of("..", "web"));

  @Test
  void theSourcesKeepToTheirTypes() throws IOException, InterruptedException {
    PAGE.require(Map.of(), "node", "node_modules/typescript/bin/tsc", "--noEmit");
  }

  @TestFactory
  Stream<DynamicNode> pureParts() throws IOException, InterruptedException {
    PAGE.require(Map.of(), "node", "build.mjs", "--tests");
    return PAGE.run("target/test", 2, Map.of());
  }
}
