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
      """),
  REACH(
      "Reach of gatherings, by the week in which they were published",
      """
      WITH answered AS (
        SELECT gathering, count(DISTINCT person) AS people,
          count(DISTINCT person) FILTER (answer = 'going') AS going
        FROM answers GROUP BY gathering)
      SELECT date_trunc('week', g.happened_at)::DATE AS week, count(*) AS gatherings,
        sum(coalesce(a.people, 0))::BIGINT AS answers, sum(coalesce(a.going, 0))::BIGINT AS going,
        median(coalesce(a.people, 0)) AS median_answers
      FROM gatherings g LEFT JOIN answered a ON a.gathering = g.gathering
      WHERE g.change = 'published'
      GROUP BY 1 HAVING sum(coalesce(a.people, 0)) >= %1$d ORDER BY 1\
      """),
  SERVICES(
      "Services: people who wrote to a speaker in private, by week, and how long the first answer took",
      """
      WITH speakers AS (
        SELECT DISTINCT speaker AS person FROM services
        WHERE speaker IS NOT NULL AND change IN ('published', 'changed', 'accepted')),
      theirs AS (
        SELECT DISTINCT m.conversation FROM memberships m JOIN speakers s ON s.person = m.person
        WHERE m.private),
      asked AS (
        SELECT m.conversation, m.person, min(m.happened_at) AS asked_at
        FROM messages m JOIN theirs t ON t.conversation = m.conversation
        WHERE m.person NOT IN (SELECT person FROM speakers)
        GROUP BY m.conversation, m.person),
      answered AS (
        SELECT a.conversation, a.person, a.asked_at, min(m.happened_at) AS answered_at
        FROM asked a LEFT JOIN messages m ON m.conversation = a.conversation
          AND m.person <> a.person AND m.happened_at > a.asked_at
        GROUP BY a.conversation, a.person, a.asked_at)
      SELECT date_trunc('week', asked_at)::DATE AS week, count(*) AS asked,
        count(answered_at) AS answered,
        round(median(epoch(answered_at - asked_at))) AS median_seconds
      FROM answered GROUP BY 1 HAVING count(DISTINCT person) >= %1$d ORDER BY 1\
      """),
  DEVICES(
      "Devices for push messages and changes of settings, by week",
      """
      SELECT date_trunc('week', happened_at)::DATE AS week, count(DISTINCT person) AS people,
        count(*) FILTER (change = 'device_added') AS devices_added,
        count(*) FILTER (change = 'device_removed') AS devices_removed,
        count(*) FILTER (change IN ('settings', 'level')) AS settings_changed
      FROM notifications GROUP BY 1 HAVING count(DISTINCT person) >= %1$d ORDER BY 1\
      """),
  REFUSALS(
      "What was refused, by code",
      """
      SELECT code, command, sum(times)::BIGINT AS times, count(DISTINCT person) AS people
      FROM refusals GROUP BY code, command HAVING count(DISTINCT person) >= %1$d
      ORDER BY times DESC\
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
