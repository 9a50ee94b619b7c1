package info.powow.analytics.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// docs/schema.md is made from the tables: run this test with `-Dcontract.write` to write it anew.
class DocumentedSchemaTest {
  private static final Path FILE = Path.of("..", "docs", "schema.md");
  private static final String BEGIN = "<!-- made from the code -->\n";

  @Test
  void theTablesAreDocumentedAsTheyAre() throws IOException {
    String text = Files.readString(FILE);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    if (System.getProperty("contract.write") != null) {
      Files.writeString(FILE, text.substring(0, begin) + Schema.markdown());
      return;
    }

    assertThat(text.substring(begin)).isEqualTo(Schema.markdown());
  }

  @Test
  void everyColumnHasItsOwnNameAndNoneIsReserved() {
    for (Table table : Table.values()) {
      assertThat(table.columns())
          .extracting(Column::name)
          .doesNotHaveDuplicates()
          .doesNotContainAnyElementsOf(List.of("at", "when", "user", "group", "order", "text"))
          .startsWith("idx", "happened_at");
    }
  }
}
