package info.powow.analytics.table;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.domain.Identifier;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rows of every event type, from the golden files of the log.
class EventRowsTest {
  private static final EventTypes TYPES = EventTypes.ofPowow();
  private static final EventJson JSON = new EventJson(TYPES);
  private static final Path GOLDEN =
      Path.of("..", "eventlog", "src", "test", "resources", "golden");

  private record Row(Table table, List<@Nullable Object> cells) {}

  static Stream<String> types() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .filter(
              name -> TYPES.classes().stream().anyMatch(type -> type.getSimpleName().equals(name)))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static List<Row> rows(String type, byte[] json) {
    Entry entry = Entry.of("s", "", 7, "s 7", Instant.EPOCH, type, "1", json, new byte[0]);
    List<Row> rows = new ArrayList<>();
    EventRows.of(
        new LoggedEvent(9, entry, stored -> JSON.decode(stored.type(), stored.payload())),
        (table, cells) -> rows.add(new Row(table, Arrays.asList(cells))));
    return rows;
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyEventAddsRowsThatFitTheirTables(String type) throws IOException {
    List<Row> rows = rows(type, Files.readAllBytes(GOLDEN.resolve(type + ".json")));

    assertThat(rows.getFirst().table()).isEqualTo(Table.EVENTS);
    assertThat(rows.getFirst().cells()).first().isEqualTo(type);
    for (Row row : rows) {
      List<Column> columns = row.table().columns().subList(2, row.table().columns().size());
      assertThat(row.cells()).hasSameSizeAs(columns);
      for (int at = 0; at < columns.size(); at++) {
        fits(columns.get(at), row.cells().get(at));
      }
    }
  }

  private static void fits(Column column, @Nullable Object cell) {
    if (cell == null) {
      return;
    }
    switch (column.type()) {
      case NUMBER -> assertThat(cell).isInstanceOfAny(Long.class, Integer.class);
      case FLAG -> assertThat(cell).isInstanceOf(Boolean.class);
      case MOMENT -> assertThat(cell).isInstanceOf(Instant.class);
      case PSEUDONYM -> assertThat(cell).as(column.name()).isInstanceOf(Identifier.class);
      case DEGREES -> assertThat((double) cell * 10).isEqualTo(Math.rint((double) cell * 10));
      case WORD -> {
        boolean known =
            cell instanceof Enum<?>
                || column.name().equals("type")
                || column.name().equals("emoji")
                || column.meaning().contains("`" + cell + "`");
        assertThat(known).as("%s is a documented word of %s", cell, column.name()).isTrue();
      }
    }
  }

  @Test
  void aMessageIsCountedNotKept() throws IOException {
    List<Row> rows = rows("MessageSent", Files.readAllBytes(GOLDEN.resolve("MessageSent.json")));

    assertThat(rows).hasSize(2);
    assertThat(rows.get(1).table()).isEqualTo(Table.MESSAGES);
    assertThat(rows.get(1).cells().get(1)).isEqualTo(7L);
    assertThat(rows.get(1).cells()).hasSize(8).noneMatch(String.class::isInstance);
  }

  @Test
  void whatStaffDoIsCountedWithoutWho() throws IOException {
    for (String type : List.of("RoleGranted", "Looked", "CaseOpened", "StaffTokenIssued")) {
      List<Row> rows = rows(type, Files.readAllBytes(GOLDEN.resolve(type + ".json")));

      assertThat(rows).hasSize(1);
      assertThat(rows.getFirst().cells()).containsExactly(type, null, null);
    }
  }

  @Test
  void anEventOfANewerVersionIsCounted() {
    List<Row> rows = rows("MessageTranslated", new byte[] {'{', '}'});

    assertThat(rows)
        .containsExactly(new Row(Table.EVENTS, Arrays.asList("MessageTranslated", null, null)));
  }
}
