package info.powow.analytics.duckdb;

import info.powow.analytics.duckdb.Outcome.Failure;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// A child process that runs DuckDB. It is started by the first query, and ended when it has been
/// idle for a while. It runs one query at a time.
///
/// The child has an empty environment, a separate folder for temporary files, and operating-system
/// limits on its memory and on the size of its files. While it works, it is watched: if it takes
/// too much memory or time, it is killed, and the next query starts another one.
public final class DuckDbChild implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DuckDbChild.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String LAUNCHER =
      "org.springframework.boot.loader.launch.PropertiesLauncher";
  private static final Duration TIME_TO_START = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final long WATCH_MILLIS = 50;
  private static final long PAGE_BYTES = 4_096;
  private static final int WRITING_SECONDS = 600;

  private final String name;
  private final Path folder;
  private final Limits limits;
  private @Nullable Process process;
  private @Nullable BufferedReader output;
  private long lastUsed = System.nanoTime();
  private volatile @Nullable String unsupported;

  /// @param duckDbMegabytes memory that DuckDB may use
  /// @param residentMegabytes memory that the whole process may use; it is killed beyond that
  /// @param fileMegabytes the largest file that it may write, at least 100, because DuckDB may
  ///     unpack itself; an answer is cut at half of it
  /// @param idle how long it is kept without queries
  public record Limits(
      int duckDbMegabytes, int residentMegabytes, int fileMegabytes, Duration idle) {}

  /// @param name for log messages
  /// @param folder for its temporary files: deleted and created anew. The native code of DuckDB is
  ///     kept beside it
  public DuckDbChild(String name, Path folder, Limits limits) {
    this.name = name;
    this.folder = folder.toAbsolutePath();
    this.limits = limits;
  }

  /// Why DuckDB does not run on this machine; null if it does, or if it was not tried yet.
  public @Nullable String unsupported() {
    return unsupported;
  }

  /// Runs trusted SQL.
  public Outcome run(List<String> statements) {
    return answer(
        new Question(
            statements,
            null,
            null,
            Set.of(),
            Format.JSON,
            null,
            0,
            0,
            0,
            limits.duckDbMegabytes(),
            WRITING_SECONDS));
  }

  /// Runs the query of an analyst.
  ///
  /// @param views trusted SQL that creates the tables
  /// @param files the files that these read
  /// @param tables their names
  /// @param sql the query
  /// @param out the file for the answer
  /// @param index the index that the answer names
  public Outcome ask(
      List<String> views,
      List<Path> files,
      Set<String> tables,
      String sql,
      Format format,
      Path out,
      long index,
      long maxRows,
      Duration timeout) {
    List<String> allowed =
        Stream.concat(files.stream(), Stream.of(out)).map(Path::toString).toList();
    return answer(
        new Question(
            views,
            allowed,
            sql,
            tables,
            format,
            out.toString(),
            index,
            maxRows,
            limits.fileMegabytes() * 500_000L,
            limits.duckDbMegabytes(),
            (int) timeout.toSeconds()));
  }

  private synchronized Outcome answer(Question question) {
    if (unsupported != null) {
      return Outcome.failed(Failure.UNAVAILABLE, unsupported);
    }
    try {
      Process running = running();
      Watch watch = new Watch(running, question.timeoutSeconds());
      Thread watching = Thread.ofVirtual().name("powow-duckdb-watch").start(watch);
      try {
        return exchange(running, question, watch);
      } finally {
        watching.interrupt();
        lastUsed = System.nanoTime();
        endWhenIdle();
      }
    } catch (IOException e) {
      end();
      LOG.warn("the child process {} does not start: {}", name, e.getMessage());
      return Outcome.failed(
          Failure.UNAVAILABLE, unsupported == null ? "it does not start" : unsupported);
    }
  }

  private Outcome exchange(Process running, Question question, Watch watch) {
    try {
      Writer input = running.outputWriter();
      input.write(JSON.writeValueAsString(question) + "\n");
      input.flush();
      String line = output == null ? null : output.readLine();
      // A JVM that runs out of memory writes that to its output.
      if (line != null && line.startsWith("{")) {
        return JSON.readValue(line, Outcome.class);
      }
    } catch (IOException ended) {
      // The exit is reported below.
    }
    end();
    return watch.killedFor == null
        // Its memory is bounded. So if a JVM ends by itself, it has run out of memory.
        ? Outcome.failed(Failure.TOO_LARGE, "")
        : Outcome.failed(watch.killedFor, "");
  }

  private Process running() throws IOException {
    Process before = process;
    if (before != null && before.isAlive()) {
      return before;
    }
    end();
    deleteAll(folder);
    Files.createDirectories(folder);
    ProcessBuilder builder = new ProcessBuilder(command(library()));
    builder.environment().clear();
    // Otherwise, each thread reserves address space for an arena.
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    builder.directory(folder.toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process started = builder.start();
    process = started;
    BufferedReader reader = started.inputReader();
    output = reader;
    Thread slow =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(TIME_TO_START);
                started.destroyForcibly();
              } catch (InterruptedException _) {
                // It has started.
              }
            });
    try {
      String ready = reader.readLine();
      if (ready != null && ready.startsWith(DuckDbMain.UNSUPPORTED)) {
        unsupported =
            "DuckDB does not run on this platform ("
                + System.getProperty("os.name")
                + ", "
                + System.getProperty("os.arch")
                + ")";
        LOG.warn("{}: no SQL for analysts here; everything else works", unsupported);
        throw new IOException(unsupported);
      }
      if (ready == null) {
        throw new IOException("it ended");
      }
      killFirst(started);
      return started;
    } finally {
      slow.interrupt();
    }
  }

  /// In the folder's parent, so that several children share it.
  ///
  /// @return null if DuckDB has to unpack it itself
  private @Nullable Path library() {
    Path parent = folder.getParent();
    try {
      return parent == null ? null : DuckDbLibrary.in(parent);
    } catch (IOException e) {
      LOG.warn("the native code of DuckDB is unpacked again: {}", e.getClass().getName());
      return null;
    }
  }

  private List<String> command(@Nullable Path library) {
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(
        List.of(
            "-Xmx128m",
            "-Xss2m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:CompressedClassSpaceSize=48m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("crash.txt"),
            "-Djava.io.tmpdir=" + folder,
            "-Duser.timezone=UTC",
            "-Duser.language=en",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath()));
    if (library != null) {
      java.add(java.indexOf("-cp"), "-D" + DuckDbMain.LIBRARY + '=' + library);
    }
    if (isPackaged()) {
      java.add("-Dloader.main=" + DuckDbMain.class.getName());
      java.add(LAUNCHER);
    } else {
      java.add(DuckDbMain.class.getName());
    }
    if (!System.getProperty("os.name").equals("Linux")) {
      return java;
    }
    // The unit is 512 bytes.
    String limit = "ulimit -f " + limits.fileMegabytes() * 2_048L + " && exec \"$@\"";
    return Stream.concat(Stream.of("/bin/sh", "-c", limit, "sh"), java.stream()).toList();
  }

  /// The class path of this process. The child has another working directory.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Whether this process runs from a Spring Boot jar, whose classes only its launcher finds.
  private static boolean isPackaged() {
    String path = System.getProperty("java.class.path");
    return !path.contains(File.pathSeparator)
        && ClassLoader.getSystemResource(LAUNCHER.replace('.', '/') + ".class") != null
        && ClassLoader.getSystemResource(DuckDbMain.class.getName().replace('.', '/') + ".class")
            == null;
  }

  /// If memory runs short, the kernel should kill this process and no other.
  private static void killFirst(Process started) {
    try {
      Files.writeString(Path.of("/proc", Long.toString(started.pid()), "oom_score_adj"), "1000");
    } catch (IOException notLinux) {
      // This file exists on Linux only.
    }
  }

  /// Ends the process when it has been idle for a while.
  private void endWhenIdle() {
    Thread unused =
        Thread.ofVirtual()
            .name("powow-duckdb-idle")
            .start(() -> {
              try {
                Thread.sleep(limits.idle().plusMillis(1));
                endIfIdle();
              } catch (InterruptedException _) {
                // This thread is never interrupted.
              }
            });
  }

  private synchronized void endIfIdle() {
    if (System.nanoTime() - lastUsed > limits.idle().toNanos()) {
      end();
    }
  }

  private void end() {
    Process running = process;
    process = null;
    output = null;
    if (running == null) {
      return;
    }
    running.destroyForcibly();
    try {
      if (!running.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("the child process {} ({}) does not end", name, running.pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deleteAll(folder);
  }

  @Override
  public synchronized void close() {
    end();
  }

  /// For tests.
  synchronized long pid() {
    return process == null ? 0 : process.pid();
  }

  private static void deleteAll(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      LOG.debug("{} is not empty yet", folder);
    }
  }

  /// Kills the process if it takes too much memory or time.
  private final class Watch implements Runnable {
    private final Process watched;
    private final long end;
    private volatile @Nullable Failure killedFor;

    Watch(Process watched, int seconds) {
      this.watched = watched;
      this.end = System.nanoTime() + Duration.ofSeconds(seconds).plus(GRACE).toNanos();
    }

    @Override
    public void run() {
      try {
        while (watched.isAlive()) {
          Thread.sleep(WATCH_MILLIS);
          if (System.nanoTime() > end) {
            kill(Failure.TIMEOUT);
          } else if (resident() > limits.residentMegabytes() * 1_000_000L) {
            kill(Failure.TOO_LARGE);
          }
        }
      } catch (InterruptedException _) {
        // It has answered.
      }
    }

    private void kill(Failure failure) {
      killedFor = failure;
      watched.destroyForcibly();
    }

    /// The resident memory in bytes; 0 if the operating system does not report it.
    private long resident() {
      try {
        String[] pages =
            Files.readString(Path.of("/proc", Long.toString(watched.pid()), "statm"))
                .split(" ", -1);
        return Long.parseLong(pages[1]) * PAGE_BYTES;
      } catch (IOException | RuntimeException e) {
        return 0;
      }
    }
  }
}
