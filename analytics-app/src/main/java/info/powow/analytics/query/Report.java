package info.powow.analytics.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Prepared questions about the app. None shows a group with fewer people than the smallest, which
/// stands for `%1$d`.
enum Report {
  ACTIVE_BY_DAY("People who did something, by day", active("day")),
  ACTIVE_BY_WEEK("People who did something, by week", active("week")),
  ACTIVE_BY_MONTH("People who did something, by month", active("month")),
  RETENTION(
      "Of the people who signed up in a week, how many were active in later weeks",
      """
      WITH cohorts AS (
        SELECT person, date_trunc('week', min(happened_at))::DATE AS cohort
        FROM people WHERE change = 'signed_up' GROUP BY person),
      sizes AS (SELECT cohort, count(*) AS size FROM cohorts GROUP BY cohort),
      active AS (
        SELECT DISTINCT person, date_trunc('week', happened_at)::DATE AS week
        FROM events WHERE person IS NOT NULL)
      SELECT cohort, date_diff('week', cohort, week) AS weeks_later, size,
        count(*) AS people, round(100.0 * count(*) / size, 1) AS percent
      FROM active JOIN cohorts USING (person) JOIN sizes USING (cohort)
      WHERE week >= cohort AND size >= %1$d
      GROUP BY cohort, week, size HAVING count(*) >= %1$d
      ORDER BY cohort, weeks_later\
      """),
  FUNNEL(
      "How many people signed up, were in a conversation, wrote, and were answered",
      """
      WITH signed_up AS (SELECT DISTINCT person FROM people WHERE change = 'signed_up'),
      connected AS (
        SELECT DISTINCT person FROM memberships JOIN signed_up USING (person)
        WHERE change IN ('opened', 'joined', 'added', 'accepted')),
      wrote AS (SELECT DISTINCT person FROM messages JOIN connected USING (person)),
      first_written AS (
        SELECT person, conversation, min(position) AS position
        FROM messages JOIN wrote USING (person) GROUP BY person, conversation),
      answered AS (
        SELECT DISTINCT l.person FROM first_written l
        JOIN messages m ON m.conversation = l.conversation AND m.position > l.position
          AND m.person <> l.person),
      steps AS (
        SELECT 1 AS step, 'signed up' AS name, (SELECT count(*) FROM signed_up) AS people
        UNION ALL SELECT 2, 'is in a conversation', (SELECT count(*) FROM connected)
        UNION ALL SELECT 3, 'wrote', (SELECT count(*) FROM wrote)
        UNION ALL SELECT 4, 'was answered', (SELECT count(*) FROM answered))
      SELECT name AS step, people FROM steps WHERE people >= %1$d ORDER BY steps.step\
      """),
  MESSAGES_BY_HOUR(
      "Messages and pictures by hour of the day (UTC)",
      """
      SELECT hour(happened_at) AS hour, count(*) AS messages, sum(pictures)::BIGINT AS pictures
      FROM messages GROUP BY 1 HAVING count(DISTINCT person) >= %1$d ORDER BY 1\
      """),
  GATHERINGS(
      "Gatherings by week: how many, and how many people answered",
      """
      SELECT date_trunc('week', happened_at)::DATE AS week,
        count(DISTINCT gathering) AS gatherings, count(DISTINCT person) AS people,
        count(*) FILTER (answer = 'going') AS going
      FROM answers GROUP BY 1 HAVING count(DISTINCT person) >= %1$d ORDER BY 1\
      """);

  private final String title;
  private final String sql;

  Report(String title, String sql) {
    this.title = title;
    this.sql = sql;
  }

  private static String active(String period) {
    return """
    SELECT date_trunc('%s', happened_at)::DATE AS %s, count(DISTINCT person) AS people
    FROM events WHERE person IS NOT NULL
    GROUP BY 1 HAVING count(DISTINCT person) >= %%1$d ORDER BY 1\
    """
        .formatted(period, period);
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  String title() {
    return title;
  }

  String sql(int smallestGroup) {
    return sql.formatted(smallestGroup);
  }

  static Optional<Report> named(String code) {
    return Arrays.stream(values()).filter(report -> report.code().equals(code)).findAny();
  }
}
