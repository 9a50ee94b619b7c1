package info.powow.analytics.table;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/// Describes the tables: for people, and for noticing that files were written by another version.
public final class Schema {
  private static final String RULES = "1";

  private Schema() {}

  /// The tables as Markdown, for docs/schema.md.
  public static String markdown() {
    StringBuilder text = new StringBuilder();
    for (Table table : Table.values()) {
      text.append("\n## ").append(table.sql()).append("\n\n").append(table.meaning());
      text.append("\n\n| column | type | |\n| --- | --- | --- |\n");
      for (Column column : table.columns()) {
        text.append(
            "| `%s` | %s%s | %s |\n"
                .formatted(
                    column.name(),
                    column.type().sql(),
                    column.type() == Column.Type.PSEUDONYM ? ", pseudonym" : "",
                    column.meaning()));
      }
    }
    return text.toString();
  }

  /// Identifies the tables and the rules that fill them. Files with another fingerprint are written
  /// anew.
  ///
  /// @param eventTypes the event types that this version knows
  public static String fingerprint(Collection<String> eventTypes) {
    String all = RULES + markdown() + eventTypes.stream().sorted().toList();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
