package info.powow.analytics.duckdb;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Decides whether a parsed statement of an analyst may run: one `SELECT` over the tables, with
/// functions that compute and nothing else.
///
/// DuckDB's own restrictions (no external access, no configuration) apply as well. Alone, they
/// would allow temporary tables, reading the files behind the views, and functions that show paths.
final class SqlGuard {
  /// Table functions that only compute from their arguments.
  private static final Set<String> TABLE_FUNCTIONS =
      Set.of("generate_series", "range", "unnest", "repeat", "repeat_row");

  /// Functions that read something other than their arguments, or run SQL.
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "(read|duckdb|pragma|parquet|sniff|glob|getenv|getvariable|current_setting|query"
              + "|json_execute|json_serialize|json_deserialize|sql_auto|which_secret|write|enable"
              + "|disable|checkpoint|force_checkpoint|nextval|currval|seq_scan|arrow|pandas|python"
              + "|load|install|icu_calendar|from_substrait|get_substrait|set_|reset_|summary"
              + "|storage_info|test_|pg_|has_|user|current_user|session_user|current_role"
              + "|current_database|current_catalog|current_schema|current_query|in_search_path"
              + "|version|parse_duckdb|constant_or_null_unsafe).*");

  /// Names that a `WITH` may define. With a path or the name of one of DuckDB's own views, a
  /// reference outside of the scope of that `WITH` would read something else.
  private static final Pattern PLAIN =
      Pattern.compile("(?!sqlite_|duckdb_|pg_|pragma_|information_)[\\p{L}_][\\p{L}\\p{N}_]*");

  private static final Set<String> NO_TABLES = Set.of("SHOW_REF", "COLUMN_DATA", "DELIM_GET");

  private SqlGuard() {}

  /// @param parsed the result of `json_serialize_sql`
  /// @throws Refused with the reason to show to the analyst
  static void check(JsonNode parsed, Set<String> tables) throws Refused {
    if (parsed.path("error").asBoolean(false)) {
      throw new Refused(
          parsed.path("error_type").asString("").equals("parser")
              ? parsed.path("error_message").asString("This is not SQL.")
              : "Only SELECT is allowed.");
    }
    JsonNode statements = parsed.path("statements");
    if (statements.size() != 1) {
      throw new Refused("Exactly one SELECT is allowed, not " + statements.size() + ".");
    }
    Set<String> known = new HashSet<>(tables);
    collectNames(statements, known);
    walk(statements, known);
  }

  /// Collects the names that `WITH` defines.
  private static void collectNames(JsonNode node, Set<String> names) throws Refused {
    for (JsonNode entry : node.path("cte_map").path("map")) {
      names.add(plain(lower(entry, "key")));
    }
    if (node.has("cte_name")) {
      names.add(plain(lower(node, "cte_name")));
    }
    for (JsonNode child : node) {
      collectNames(child, names);
    }
  }

  private static String plain(String name) throws Refused {
    if (!PLAIN.matcher(name).matches()) {
      throw new Refused("WITH names consist of letters, digits and underscores.");
    }
    return name;
  }

  private static void walk(JsonNode node, Set<String> names) throws Refused {
    String type = node.path("type").asString("");
    if (type.equals("BASE_TABLE")) {
      table(node, names);
    }
    if (NO_TABLES.contains(type)) {
      throw new Refused("Only SELECT is allowed. The schema lists the tables.");
    }
    if (type.equals("TABLE_FUNCTION")) {
      String name = lower(node.path("function"), "function_name");
      if (!TABLE_FUNCTIONS.contains(name)) {
        throw new Refused("The table function " + name + " is not allowed.");
      }
    }
    if (node.has("function_name")) {
      String name = lower(node, "function_name");
      if (FORBIDDEN.matcher(name).matches()) {
        throw new Refused("The function " + name + " is not allowed.");
      }
    }
    for (JsonNode child : node) {
      walk(child, names);
    }
  }

  private static void table(JsonNode node, Set<String> names) throws Refused {
    String name = lower(node, "table_name");
    String schema = lower(node, "schema_name");
    if (!names.contains(name)
        || !(schema.isEmpty() || schema.equals("main"))
        || !lower(node, "catalog_name").isEmpty()) {
      throw new Refused("There is no table " + name + ". The schema lists the tables.");
    }
  }

  private static String lower(JsonNode node, String field) {
    return node.path(field).asString("").toLowerCase(Locale.ROOT);
  }

  /// The SQL may not run.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null, false, false);
    }
  }
}
