package info.powow.analytics.query;

import info.powow.analytics.columns.Manifest;
import info.powow.analytics.columns.PseudonymKeys;
import info.powow.analytics.table.Column;
import info.powow.analytics.table.Table;
import info.powow.domain.CaseId;
import info.powow.identity.InstallationSecret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The tables as one case sees them: views over the files, with the pseudonyms of that case.
///
/// A pseudonym is a SHA-256 of the case's key and of the pseudonym in the files, cut to 64 bits. It
/// cannot be reversed. So the pseudonyms of two cases cannot be joined, even by somebody who knows
/// the keys of both.
final class CaseViews {
  static final Set<String> TABLES =
      Arrays.stream(Table.values()).map(Table::sql).collect(Collectors.toUnmodifiableSet());

  private final InstallationSecret secret;

  CaseViews(InstallationSecret secret) {
    this.secret = secret;
  }

  List<String> of(CaseId id, Manifest manifest, Path folder) {
    String key = PseudonymKeys.of(id, secret);
    List<String> views = new ArrayList<>();
    for (Table table : Table.values()) {
      views.add(view(table, key, manifest.files(folder, table.sql())));
    }
    return views;
  }

  private static String view(Table table, String key, List<Path> files) {
    if (files.isEmpty()) {
      String columns =
          table.columns().stream()
              .map(column -> "NULL::%s AS %s".formatted(column.type().sql(), column.name()))
              .collect(Collectors.joining(", "));
      return "CREATE VIEW %s AS SELECT %s WHERE false".formatted(table.sql(), columns);
    }
    String columns =
        table.columns().stream()
            .map(column -> column(column, key))
            .collect(Collectors.joining(", "));
    String from =
        files.stream()
            .map(file -> '\'' + file.toString().replace("'", "''") + '\'')
            .collect(Collectors.joining(", "));
    return "CREATE VIEW %s AS SELECT %s FROM read_parquet([%s])"
        .formatted(table.sql(), columns, from);
  }

  private static String column(Column column, String key) {
    return column.type() == Column.Type.PSEUDONYM
        ? "substr(sha256('%s' || %s::VARCHAR), 1, 16) AS %s"
            .formatted(key, column.name(), column.name())
        : column.name();
  }
}
