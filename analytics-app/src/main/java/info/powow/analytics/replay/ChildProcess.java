package info.powow.analytics.replay;

import info.powow.analytics.replay.child.Frame;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.keys.Root;
import info.powow.eventlog.keys.RootKeys;
import info.powow.eventlog.seal.Sealing;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A replay child, as its parent sees it. Carries out one call at a time. A child that does not
/// answer in time is killed.
public final class ChildProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
  private static final Duration TIME_TO_END = Duration.ofSeconds(2);

  private final Process process;
  private final Path folder;
  private final RootKeys keys;
  private final EventJson json;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final ReentrantLock lock = new ReentrantLock();

  private ChildProcess(Process process, Path folder, RootKeys keys, EventJson json) {
    this.process = process;
    this.folder = folder;
    this.keys = keys;
    this.json = json;
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
  }

  /// @param folder contains the checkpoint; deleted when the child is closed
  /// @param keys the keys of the log, which stay in this process
  public static ChildProcess start(ChildCommand command, Path folder, RootKeys keys, EventJson json)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command.in(folder))
            .directory(folder.toFile())
            .redirectError(folder.resolve("errors").toFile());
    // The environment may contain credentials.
    builder.environment().clear();
    return new ChildProcess(builder.start(), folder, keys, json);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// @param mayAskForKeys whether the child may get keys during this call
  /// @param lines receives what the child sends before its answer
  /// @throws Rejected with the child's reason, or `replay_not_found` if the child has ended
  public <T> T call(
      Frame.Kind kind,
      Object body,
      Class<T> answer,
      boolean mayAskForKeys,
      Consumer<byte[]> lines,
      Duration timeout) {
    lock.lock();
    Executor later = CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<?> tooSlow = CompletableFuture.runAsync(process::destroyForcibly, later);
    try {
      new Frame(kind, json.encode(body)).write(out);
      while (true) {
        Frame frame = Frame.read(in);
        switch (frame.kind()) {
          case LINES -> lines.accept(frame.content());
          case KEY_WANTED -> new Frame(Frame.Kind.KEY, key(text(frame), mayAskForKeys)).write(out);
          case ANSWER -> {
            return json.decode(answer, frame.content());
          }
          case REFUSED -> throw new Rejected(Reason.valueOf(text(frame).toUpperCase(Locale.ROOT)));
          case OPEN, READ, DRY_RUN, STATE, KEY ->
              throw new IllegalStateException("a replay child calls nobody");
        }
      }
    } catch (IOException e) {
      LOG.warn("A replay child has ended: {}", lastWords());
      throw new Rejected(Reason.REPLAY_NOT_FOUND);
    } finally {
      tooSlow.cancel(false);
      lock.unlock();
    }
  }

  private static String text(Frame frame) {
    return new String(frame.content(), StandardCharsets.US_ASCII);
  }

  private byte[] key(String owner, boolean granted) {
    if (!granted || !Sealing.isOwner(owner)) {
      process.destroyForcibly();
      throw new IllegalStateException("a replay child asked for a key that it must not have");
    }
    return switch (keys.find(owner)) {
      case Root.Present(byte[] secret) -> secret;
      case Root.Destroyed _ -> new byte[0];
    };
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("errors"));
      return lines.isEmpty() ? "it said nothing" : lines.getLast();
    } catch (IOException e) {
      return "it left nothing";
    }
  }

  /// Ends the process and deletes its folder.
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(TIME_TO_END)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException alreadyEnded) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    delete(folder);
  }

  /// Best effort: the next start deletes the rest.
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.warn("The folder {} of a replay is not deleted yet", folder);
    }
  }
}
