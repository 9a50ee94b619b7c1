package info.powow.standalone.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TextTableTest {
  @Test
  void columnsAreAlignedAndControlCharactersRemoved() {
    String answer =
        """
        {"columns":[{"name":"day"},{"name":"n"}],"rows":[["2026-11-29",12345],[null,1],["a\\u001b[2J",true]]}\
        """;

    assertThat(TextTable.of(JsonMapper.shared().readTree(answer)))
        .isEqualTo(
            """
            day         n
            ----------  -----
            2026-11-29  12345
                        1
            a [2J       true
            """);
  }
}
