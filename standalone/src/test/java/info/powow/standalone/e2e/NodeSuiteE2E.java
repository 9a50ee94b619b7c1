package info.powow.standalone.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// The story as `@stomp/stompjs` tells it in Node.js (`src/e2e/test`).
@ExtendWith(SharedPowow.class)
class NodeSuiteE2E {
  @TestFactory
  Stream<DynamicNode> stompjs(PowowProcess powow) throws IOException, InterruptedException {
    return NodeSuite.installed(Path.of("src", "e2e"), Path.of("target", "e2e", "node"))
        .run(
            "test",
            4,
            Map.of(
                "POWOW_URL",
                powow.http().toString(),
                "POWOW_TOKEN_SECRET",
                Base64.getEncoder().encodeToString(PowowProcess.TOKEN_SECRET)));
  }
}
