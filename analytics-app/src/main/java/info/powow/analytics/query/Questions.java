package info.powow.analytics.query;

import info.powow.analytics.columns.ColumnSink;
import info.powow.analytics.columns.Manifest;
import info.powow.analytics.duckdb.DuckDbChild;
import info.powow.analytics.duckdb.Format;
import info.powow.analytics.duckdb.Outcome;
import info.powow.domain.CaseId;
import info.powow.domain.FieldError;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.identity.Staff;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Runs the queries of analysts: one after the other, only within an open case. An answer is
/// returned only after the query and the hash of the answer were recorded durably.
final class Questions {
  /// Covers a cold start of the process that writes the tables, even on a busy machine.
  private static final Duration FRESH = Duration.ofSeconds(20);

  private final StatisticsCases cases;
  private final ColumnSink sink;
  private final DuckDbChild child;
  private final CaseViews views;
  private final Path answers;
  private final AnalyticsProperties properties;
  private final Semaphore place = new Semaphore(1, true);
  private final AtomicInteger waiting = new AtomicInteger();

  /// @param answers the folder for answers until they are sent
  Questions(
      StatisticsCases cases,
      ColumnSink sink,
      DuckDbChild child,
      CaseViews views,
      Path answers,
      AnalyticsProperties properties) {
    this.cases = cases;
    this.sink = sink;
    this.child = child;
    this.views = views;
    this.answers = answers;
    this.properties = properties;
  }

  /// @param file the answer; whoever sends it deletes it
  /// @param index the index in the log up to which the answer looks
  /// @param cut whether there are more rows
  record Answer(Path file, long bytes, long index, long rows, boolean cut) {}

  /// @param recorded the query as it is recorded
  /// @throws Rejected `case_not_found`, `invalid_sql`, `query_too_large`, `query_timeout`,
  ///     `analytics_busy`, `analytics_unavailable`, `log_unavailable`
  Answer ask(Staff staff, String caseId, String recorded, String sql, Format format, long maxRows) {
    CaseId id = cases.requireOpen(staff, caseId, recorded);
    await();
    Path file = null;
    try {
      file = Files.createTempFile(answers, "answer-", ".tmp");
      Answer answer = answer(id, sql, format, maxRows, file);
      cases.recordAnswer(staff, id, recorded, answer.index(), answer.rows(), hash(file));
      file = null;
      return answer;
    } catch (Rejected refused) {
      // Recorded, because an error message about a value discloses something too.
      cases.recordRefusal(staff, id, recorded);
      throw refused;
    } catch (IOException e) {
      throw new Rejected(Reason.ANALYTICS_UNAVAILABLE);
    } finally {
      place.release();
      delete(file);
    }
  }

  /// Waits until it is this question's turn.
  private void await() {
    if (waiting.incrementAndGet() > properties.maxWaiting() + 1) {
      waiting.decrementAndGet();
      throw new Rejected(Reason.ANALYTICS_BUSY);
    }
    try {
      if (!place.tryAcquire(properties.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Rejected(Reason.ANALYTICS_BUSY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Rejected(Reason.ANALYTICS_BUSY);
    } finally {
      waiting.decrementAndGet();
    }
  }

  private Answer answer(CaseId id, String sql, Format format, long maxRows, Path file)
      throws IOException {
    try (ColumnSink.Reading reading = sink.read(FRESH)) {
      Manifest manifest = reading.manifest();
      if (manifest == null) {
        throw new Rejected(Reason.ANALYTICS_UNAVAILABLE);
      }
      Outcome outcome =
          child.ask(
              views.of(id, manifest, sink.folder()),
              manifest.files(sink.folder()).stream().toList(),
              CaseViews.TABLES,
              sql,
              format,
              file,
              manifest.reached(),
              maxRows,
              properties.timeout());
      if (outcome.failure() != null) {
        throw refused(outcome.failure(), outcome.message());
      }
      return new Answer(file, Files.size(file), manifest.reached(), outcome.rows(), outcome.cut());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Rejected(Reason.ANALYTICS_UNAVAILABLE);
    }
  }

  private static Rejected refused(Outcome.Failure failure, @Nullable String message) {
    return switch (failure) {
      case INVALID ->
          new Rejected(
              Reason.INVALID_SQL,
              new FieldError(
                  "sql",
                  "one SELECT over the tables of the schema",
                  message == null || message.isBlank() ? "another statement" : message));
      case TOO_LARGE -> new Rejected(Reason.QUERY_TOO_LARGE);
      case TIMEOUT -> new Rejected(Reason.QUERY_TIMEOUT);
      case UNAVAILABLE -> new Rejected(Reason.ANALYTICS_UNAVAILABLE);
    };
  }

  private static String hash(Path file) {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The next start deletes it.
    }
  }
}
