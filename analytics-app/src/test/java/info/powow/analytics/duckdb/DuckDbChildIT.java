package info.powow.analytics.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import info.powow.analytics.duckdb.Outcome.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Questions to a real DuckDB in a child process, first of all those of somebody who wants more than
/// the tables.
class DuckDbChildIT {
  @TempDir static Path folder;
  private static DuckDbChild child;
  private static Path parquet;

  @BeforeAll
  static void start() throws IOException {
    child =
        new DuckDbChild(
            "test",
            folder.resolve("child"),
            new DuckDbChild.Limits(256, 900, 100, Duration.ofMinutes(5)));
    parquet = folder.resolve("events.parquet");
    Outcome written =
        child.run(
            List.of(
                "COPY (SELECT range AS idx, 'MessageSent' AS type, 42::UBIGINT AS person FROM"
                    + " range(3000)) TO '"
                    + parquet
                    + "' (FORMAT parquet)"));
    assertThat(written.failure()).as(written.toString()).isNull();
  }

  @AfterAll
  static void end() {
    child.close();
  }

  private static Outcome ask(String sql, Format format, long maxRows, Duration timeout) {
    return child.ask(
        List.of(
            "CREATE VIEW events AS SELECT idx, type, substr(sha256('a key' || person), 1, 16) AS"
                + " person FROM read_parquet(['"
                + parquet
                + "'])"),
        List.of(parquet),
        Set.of("events"),
        sql,
        format,
        folder.resolve("answer"),
        7,
        maxRows,
        timeout);
  }

  private static Outcome ask(String sql) {
    return ask(sql, Format.JSON, 1_000_000, Duration.ofSeconds(10));
  }

  private static String answer() throws IOException {
    return Files.readString(folder.resolve("answer"));
  }

  @Test
  void anAnswerIsJson() throws IOException {
    Outcome outcome =
        ask("SELECT type, count(*) AS n, max(person) IS NULL AS none FROM events GROUP BY ALL");

    assertThat(outcome).isEqualTo(new Outcome(1, false, null, null));
    assertThat(answer())
        .isEqualTo(
            "{\"index\":7,\"columns\":[{\"name\":\"type\",\"type\":\"VARCHAR\"},"
                + "{\"name\":\"n\",\"type\":\"BIGINT\"},{\"name\":\"none\",\"type\":\"BOOLEAN\"}],"
                + "\"rows\":[[\"MessageSent\",3000,false]],\"count\":1,\"cut\":false}");
  }

  @Test
  void orCsvAndWhatIsCutSaysSo() throws IOException {
    Outcome outcome =
        ask(
            "SELECT idx, 'a \"b\", c' AS t, NULL AS n FROM events ORDER BY idx DESC",
            Format.CSV,
            2,
            Duration.ofSeconds(10));

    assertThat(outcome).isEqualTo(new Outcome(2, true, null, null));
    assertThat(answer())
        .isEqualTo("idx,t,n\r\n2999,\"a \"\"b\"\", c\",\r\n2998,\"a \"\"b\"\", c\",\r\n");
  }

  @Test
  void orParquetThatCanBeReadAgain() {
    Outcome outcome =
        ask("SELECT idx FROM events", Format.PARQUET, 1_000_000, Duration.ofSeconds(10));

    assertThat(outcome).isEqualTo(new Outcome(3000, false, null, null));
    Outcome read =
        child.run(
            List.of(
                "SELECT CASE WHEN count(*) = 3000 THEN 1 ELSE error('lost') END FROM read_parquet('"
                    + folder.resolve("answer")
                    + "')"));
    assertThat(read.failure()).as(read.toString()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WITH a AS (SELECT * FROM events) SELECT count(*) FROM a JOIN events USING (idx)",
        "FROM events SELECT date_trunc('day', make_timestamp(idx)) AS day, count(*) GROUP BY day",
        "SELECT * FROM range(3) UNION ALL SELECT 1",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) FROM r",
        "SELECT unnest([1, 2]), list(type), count(DISTINCT person) FILTER (idx > 3) FROM events",
        "SELECT idx, row_number() OVER (PARTITION BY type ORDER BY idx) FROM events QUALIFY idx > 3",
        "SELECT (SELECT max(idx) FROM events e WHERE e.type = events.type) FROM main.events",
        "VALUES (1, 'a')",
        "SELECT median(idx), quantile_cont(idx, 0.9), histogram(idx % 3) FROM events -- a comment",
      })
  void whatAnalystsAskWorks(String sql) {
    Outcome outcome = ask(sql);

    assertThat(outcome.failure()).as(outcome.toString()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM \"/etc/passwd.csv\"",
        "SELECT * FROM read_parquet('%s')",
        "SELECT * FROM parquet_scan('%s')",
        "SELECT * FROM '%s'",
        "WITH x AS (SELECT * FROM read_blob('/etc/passwd')) SELECT * FROM x",
        "SELECT (SELECT count(*) FROM glob('/*'))",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT 1 FROM events WHERE EXISTS (FROM read_csv('/etc/passwd'))",
        "ATTACH '/tmp/other.db'",
        "COPY events TO '/tmp/events.csv'",
        "COPY (SELECT 1) TO '/tmp/one.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '10GB'",
        "RESET lock_configuration",
        "PRAGMA database_list",
        "CALL duckdb_settings()",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM pragma_database_list()",
        "SELECT * FROM duckdb_views()",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM pg_catalog.pg_views",
        "SELECT current_setting('allowed_paths')",
        "SELECT getenv('PATH')",
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM query_table('events')",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
        "SELECT json_serialize_plan('SELECT * FROM events')",
        "EXPLAIN SELECT * FROM events",
        "DESCRIBE events",
        "SHOW ALL TABLES",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP VIEW events",
        "CREATE TEMP TABLE t AS SELECT * FROM range(1000000)",
        "CREATE VIEW v AS SELECT 1",
        "CREATE MACRO m(a) AS a",
        "INSERT INTO events VALUES (1, 'a', 'b')",
        "DROP VIEW events",
        "EXPORT DATABASE '/tmp/x'",
        "PREPARE a AS SELECT 1",
        "SELECT * FROM nothing",
        "SELECT (WITH \"/etc/passwd\" AS (SELECT 1) SELECT 1), * FROM \"/etc/passwd\"",
        "SELECT (WITH duckdb_views AS (SELECT 1) SELECT 1), * FROM duckdb_views",
        "SELECT (WITH sqlite_master AS (SELECT 1) SELECT 1), * FROM sqlite_master",
        "SELECT nothing FROM events",
        "SELECT",
        "",
        "this is not SQL",
      })
  void whatIsNotASelectOverTheTablesIsRefused(String sql) {
    Outcome outcome = ask(sql.formatted(parquet));

    assertThat(outcome.failure()).as(outcome.toString()).isEqualTo(Failure.INVALID);
    assertThat(outcome.message()).isNotBlank().doesNotContain(folder.toString(), "passwd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT repeat('x', 5000000000)",
        "SELECT list(repeat('x', 1000000)) FROM range(100000)",
        "SELECT * FROM range(1000000000) a(i), range(1000) b(j) ORDER BY hash(i * j)",
        "SELECT list(i) FROM range(10000000000) a(i)",
        "SELECT rpad('a', 2000000000, 'b') FROM range(10)",
      })
  void whatNeedsTooMuchMemoryIsEndedAndTheNextQuestionIsAnswered(String sql) {
    Outcome outcome = ask(sql, Format.JSON, 1_000_000, Duration.ofSeconds(3));

    assertThat(outcome.failure())
        .as(outcome.toString())
        .isIn(Failure.TOO_LARGE, Failure.INVALID, Failure.TIMEOUT);
    assertThat(ask("SELECT 1").failure()).isNull();
  }

  @Test
  void aCrossJoinEndsInTime() {
    Outcome outcome =
        ask(
            "SELECT count(*) FROM events a, events b, events c, events d WHERE hash(a.idx, b.idx, c.idx, d.idx) = 7",
            Format.JSON,
            1,
            Duration.ofSeconds(1));

    assertThat(outcome.failure()).as(outcome.toString()).isEqualTo(Failure.TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSON", "CSV", "PARQUET"})
  void aHugeAnswerEndsAtItsBytes(Format format) throws IOException {
    Outcome outcome =
        ask(
            "SELECT i, repeat(md5(i::VARCHAR), 3000) FROM range(1000000) a(i)",
            format,
            1_000_000,
            Duration.ofSeconds(5));

    assertThat(
            outcome.cut()
                || outcome.failure() == Failure.TOO_LARGE
                || outcome.failure() == Failure.TIMEOUT)
        .as(outcome.toString())
        .isTrue();
    assertThat(Files.size(folder.resolve("answer"))).isLessThan(105_000_000);
    assertThat(ask("SELECT 1").failure()).isNull();
  }

  @Test
  void aProcessThatWasKilledIsReplaced() {
    assertThat(ask("SELECT 1").failure()).isNull();
    ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();

    Outcome lost = ask("SELECT 1");
    assertThat(lost.failure()).isIn((Failure) null, Failure.TOO_LARGE);
    assertThat(ask("SELECT 1").failure()).isNull();
  }
}
