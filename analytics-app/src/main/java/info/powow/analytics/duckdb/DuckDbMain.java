package info.powow.analytics.duckdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The child process. Reads queries from its standard input, one after the other, and answers each
/// with one line. Each query has its own in-memory database. Ends when its input ends, and so when
/// its parent dies.
public final class DuckDbMain {
  static final String READY = "READY";
  static final String UNSUPPORTED = "UNSUPPORTED ";

  /// The system property that names the file with the native code. Without it, DuckDB unpacks the
  /// code.
  static final String LIBRARY = "powow.duckdb.library";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_MESSAGE = 1_000;

  private DuckDbMain() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // Nothing else may write between answers.
    System.setOut(System.err);
    try (Connection tried = connect(new Properties())) {
      out.println(tried.isClosed() ? UNSUPPORTED + "closed" : READY);
    } catch (SQLException | LinkageError | RuntimeException e) {
      out.println(UNSUPPORTED + e.getClass().getSimpleName());
      return;
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(JSON.writeValueAsString(answer(JSON.readValue(line, Question.class))));
    }
  }

  /// @throws SQLException if DuckDB rejects the settings
  private static Connection connect(Properties settings) throws SQLException {
    Connection connection = Loaded.DRIVER.connect("jdbc:duckdb:", settings);
    if (connection == null) {
      throw new SQLException("the driver is not that of DuckDB");
    }
    return connection;
  }

  /// The driver, loaded with the first connection.
  private static final class Loaded {
    static final Driver DRIVER = driver();
  }

  private static Driver driver() {
    String library = System.getProperty(LIBRARY);
    if (library != null) {
      return DuckDbClasses.driver(Path.of(library));
    }
    try {
      return DriverManager.getDriver("jdbc:duckdb:");
    } catch (SQLException e) {
      throw new IllegalStateException("the driver of DuckDB is on the class path", e);
    }
  }

  static Outcome answer(Question question) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(question.timeoutSeconds());
    try (Connection connection = connect(settings(question))) {
      try (Statement statement = connection.createStatement()) {
        for (String each : question.statements()) {
          statement.execute(each);
        }
      }
      return question.sql() == null
          ? Outcome.written(0, false)
          : ask(connection, question, question.sql());
    } catch (SqlGuard.Refused e) {
      return Outcome.failed(Outcome.Failure.INVALID, clean(String.valueOf(e.getMessage())));
    } catch (SQLException e) {
      // A streamed answer that times out fails with another message.
      return System.nanoTime() >= end
          ? Outcome.failed(Outcome.Failure.TIMEOUT, "")
          : failed(String.valueOf(e.getMessage()));
    } catch (IOException | JacksonException e) {
      return Outcome.failed(Outcome.Failure.TOO_LARGE, "the answer cannot be written");
    }
  }

  private static Properties settings(Question question) {
    Properties settings = new Properties();
    settings.setProperty("threads", "1");
    settings.setProperty("memory_limit", question.memoryMegabytes() + "MB");
    settings.setProperty("temp_directory", "");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("jdbc_stream_results", "true");
    return settings;
  }

  private static Outcome ask(Connection connection, Question question, String sql)
      throws SQLException, IOException, SqlGuard.Refused {
    Path out = Path.of(question.out() == null ? "" : question.out());
    lock(connection, question);
    String checked = checked(connection, question, sql);
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(question.timeoutSeconds());
      if (question.format() == Format.PARQUET) {
        long rows =
            statement.executeUpdate(
                "COPY (SELECT * FROM (%s) LIMIT %d) TO %s (FORMAT parquet, USE_TMP_FILE false)"
                    .formatted(checked, question.maxRows(), quoted(out.toString())));
        return Outcome.written(rows, rows >= question.maxRows());
      }
      try (ResultSet rows = statement.executeQuery(checked)) {
        return AnswerWriter.write(question, out, rows);
      }
    }
  }

  private static void lock(Connection connection, Question question) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (question.files() != null) {
        String files =
            question.files().stream().map(DuckDbMain::quoted).collect(Collectors.joining(", "));
        statement.execute("SET allowed_paths = [" + files + "]");
        statement.execute("SET enable_external_access = false");
      }
      statement.execute("SET lock_configuration = true");
    }
  }

  /// Parses the SQL with DuckDB's own parser, checks the result, and returns the SQL that DuckDB
  /// generates from it. So what was checked is what runs.
  private static String checked(Connection connection, Question question, String sql)
      throws SQLException, SqlGuard.Refused {
    String parsed = one(connection, "SELECT json_serialize_sql(?::VARCHAR)::VARCHAR", sql);
    SqlGuard.check(JSON.readTree(parsed), question.tables());
    return one(connection, "SELECT json_deserialize_sql(?::JSON)", parsed);
  }

  private static String one(Connection connection, String sql, String argument)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, argument);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("no row");
        }
        return String.valueOf(row.getString(1));
      }
    }
  }

  private static Outcome failed(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("interrupt") || lower.contains("timeout")) {
      return Outcome.failed(Outcome.Failure.TIMEOUT, "");
    }
    // "Invalid result set": DuckDB ran out of memory while the answer was streamed.
    if (List.of(
            "invalid result set",
            "out of memory",
            "bad_alloc",
            "failed to allocate",
            "could not allocate",
            "too large")
        .stream()
        .anyMatch(lower::contains)) {
      return Outcome.failed(Outcome.Failure.TOO_LARGE, "");
    }
    return Outcome.failed(Outcome.Failure.INVALID, clean(message));
  }

  /// Removes what looks like a path, and limits the length.
  static String clean(String message) {
    String cleaned =
        message.replaceAll("(?:[A-Za-z]:)?[/\\\\][^\\s'\",;)]*", "…").replace('\n', ' ').strip();
    return cleaned.length() > MOST_MESSAGE ? cleaned.substring(0, MOST_MESSAGE) + "…" : cleaned;
  }

  static String quoted(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
