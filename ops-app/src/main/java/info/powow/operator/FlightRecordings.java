package info.powow.operator;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.jfr.Configuration;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/// Flight recordings (JFR) of this process: one at a time, each limited in time and size. Only the
/// newest are kept. Thread-safe.
///
/// Only events of a closed list are recorded. They name classes, methods, threads and files; names
/// of threads and files may contain ids. Events with values are off: exception messages, settings,
/// process arguments, the environment, addresses.
final class FlightRecordings implements AutoCloseable {
  static final int LEAST_SECONDS = 5;
  static final int MOST_SECONDS = 120;
  static final int KEPT = 5;
  static final long MAX_BYTES = 32L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(FlightRecordings.class);
  private static final String SUFFIX = ".jfr";
  static final String RAW = "raw";
  private static final String FILTERED = "filtered";
  private static final Pattern ID = Pattern.compile("\\d{8}T\\d{9}Z");
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  /// The recorded events, with the settings of the JDK's own configuration `profile`.
  private static final Set<String> EVENTS =
      Set.of(
          "jdk.CPUInformation",
          "jdk.CPULoad",
          "jdk.ClassLoadingStatistics",
          "jdk.CodeCacheFull",
          "jdk.Compilation",
          "jdk.DataLoss",
          "jdk.DirectBufferStatistics",
          "jdk.ExecuteVMOperation",
          "jdk.ExecutionSample",
          "jdk.FileForce",
          "jdk.FileRead",
          "jdk.FileWrite",
          "jdk.GCConfiguration",
          "jdk.GCHeapConfiguration",
          "jdk.GCHeapSummary",
          "jdk.GCPhasePause",
          "jdk.GarbageCollection",
          "jdk.JavaMonitorEnter",
          "jdk.JavaThreadStatistics",
          "jdk.ObjectAllocationSample",
          "jdk.OldGarbageCollection",
          "jdk.PhysicalMemory",
          "jdk.ResidentSetSize",
          "jdk.SafepointBegin",
          "jdk.ThreadAllocationStatistics",
          "jdk.ThreadCPULoad",
          "jdk.ThreadContextSwitchRate",
          "jdk.ThreadPark",
          "jdk.VirtualThreadPinned",
          "jdk.VirtualThreadSubmitFailed",
          "jdk.YoungGarbageCollection");

  private final Path folder;
  private final Clock clock;
  private @Nullable Recording recording;
  private @Nullable RunningRecording running;
  private CompletableFuture<?> completed = CompletableFuture.completedFuture(null);
  private boolean prepared;

  /// A complete recording.
  ///
  /// @param id contains the time of its start, in UTC
  record MadeRecording(String id, long bytes) {}

  record RunningRecording(String id, Instant until) {}

  /// @param folder for the recordings and for JFR's temporary files; created with the first
  ///     recording
  FlightRecordings(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /// @throws Rejected `recording_running`
  synchronized RunningRecording begin(Duration duration) {
    if (running() != null) {
      throw new Rejected(Reason.RECORDING_RUNNING);
    }
    try {
      prepare();
      List<MadeRecording> made = made();
      for (MadeRecording oldest : made.subList(Math.min(KEPT - 1, made.size()), made.size())) {
        Files.deleteIfExists(file(oldest.id()));
      }
      Instant now = clock.instant();
      RunningRecording begun = new RunningRecording(NAME.format(now), now.plus(duration));
      Recording next = new Recording(settings());
      next.setName("powow");
      next.setToDisk(true);
      next.setMaxSize(MAX_BYTES);
      next.setDuration(duration);
      Path raw = folder.resolve(RAW);
      CompletableFuture<Void> over = whenOver(next);
      try {
        next.start();
      } catch (RuntimeException e) {
        next.close();
        throw e;
      }
      completed =
          over.thenRunAsync(() -> complete(next, raw, begun.id()), Thread::startVirtualThread);
      recording = next;
      running = begun;
      return begun;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Done when the recording was stopped, or closed.
  private static CompletableFuture<Void> whenOver(Recording recording) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    FlightRecorder.addListener(
        new FlightRecorderListener() {
          @Override
          public void recordingStateChanged(Recording changed) {
            if (changed.getId() == recording.getId()
                && (changed.getState() == RecordingState.STOPPED
                    || changed.getState() == RecordingState.CLOSED)) {
              FlightRecorder.removeListener(this);
              over.complete(null);
            }
          }
        });
    return over;
  }

  /// Leaves out the events of classes that were not loaded when the recording began: JFR enables
  /// those that it does not know.
  private void complete(Recording stopped, Path raw, String id) {
    try (stopped) {
      if (stopped.getState() == RecordingState.STOPPED) {
        stopped.dump(raw);
      }
      Path filtered = folder.resolve(FILTERED);
      if (Files.exists(raw)) {
        try (RecordingFile events = new RecordingFile(raw)) {
          events.write(filtered, event -> EVENTS.contains(event.getEventType().getName()));
        }
        Files.move(filtered, file(id), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      LOG.warn("A flight recording is lost: {}", e.getClass().getName());
    } finally {
      ended(raw);
    }
  }

  private synchronized void ended(Path raw) {
    recording = null;
    running = null;
    try {
      Files.deleteIfExists(raw);
    } catch (IOException e) {
      LOG.warn("Cannot delete a temporary flight recording: {}", e.getClass().getName());
    }
  }

  /// Completes when the newest recording is complete.
  synchronized CompletableFuture<?> completed() {
    return completed;
  }

  private void prepare() throws IOException {
    if (prepared) {
      return;
    }
    Path repository = folder.resolve("repository");
    // A killed process leaves its files behind.
    FileSystemUtils.deleteRecursively(repository);
    Files.deleteIfExists(folder.resolve(RAW));
    Files.deleteIfExists(folder.resolve(FILTERED));
    Files.createDirectories(repository);
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "jfrConfigure",
              new Object[] {new String[] {"repositorypath=\"" + repository.toAbsolutePath() + '"'}},
              new String[] {String[].class.getName()});
    } catch (JMException e) {
      LOG.warn("JFR uses the system's temporary folder: {}", e.getClass().getName());
    }
    prepared = true;
  }

  private static Map<String, String> settings() throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
      if (!EVENTS.contains(type.getName())) {
        settings.put(type.getName() + "#enabled", "false");
      }
    }
    try {
      Configuration.getConfiguration("profile")
          .getSettings()
          .forEach((setting, value) -> {
            if (EVENTS.contains(setting.substring(0, setting.indexOf('#')))) {
              settings.put(setting, value);
            }
          });
    } catch (ParseException e) {
      throw new IllegalStateException("the JDK's own configuration cannot be read", e);
    }
    return settings;
  }

  /// The recording in progress; null if there is none.
  synchronized @Nullable RunningRecording running() {
    return running;
  }

  /// The complete recordings, the newest first.
  synchronized List<MadeRecording> made() {
    List<MadeRecording> made = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return made;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        String id = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
        if (ID.matcher(id).matches()) {
          made.add(new MadeRecording(id, Files.size(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    made.sort(Comparator.comparing(MadeRecording::id).reversed());
    return made;
  }

  /// The file of a complete recording.
  synchronized Optional<Path> find(String id) {
    return made().stream().filter(each -> each.id().equals(id)).findFirst().map(_ -> file(id));
  }

  /// @return false if there is no such recording
  synchronized boolean delete(String id) {
    Optional<Path> found = find(id);
    try {
      return found.isPresent() && Files.deleteIfExists(found.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String id) {
    return folder.resolve(id + SUFFIX);
  }

  /// Stops a recording in progress.
  @Override
  public void close() {
    Recording current;
    synchronized (this) {
      current = recording;
    }
    if (current != null) {
      current.close();
    }
  }
}
