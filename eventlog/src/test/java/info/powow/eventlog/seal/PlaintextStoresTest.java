package info.powow.eventlog.seal;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.erasure.PlaintextStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Compares the stores of plain text with the table in privacy.md.
class PlaintextStoresTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

  @Test
  void everyStoreIsInTheTableAndEveryRowIsAStore() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "privacy.md"));
    String erasure = page.substring(page.indexOf("## Erasure"));
    List<String> rows =
        ROW.matcher(erasure).results().map((MatchResult row) -> row.group(1)).toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            Stream.of(PlaintextStore.values()).map(PlaintextStore::code).toList());
  }
}
