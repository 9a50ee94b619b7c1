package info.powow.analytics.replay.child;

import info.powow.analytics.replay.guard.SystemCallFilter;
import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.json.EventTypes;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs one replay in a separate process. Ends when its standard input ends, and so when the parent
/// dies; then deletes its folder.
public final class ReplayChild {
  private final BlockingQueue<Frame> calls;
  private final DataOutputStream out;
  private final ChildLog log;
  private final boolean isolated;
  private final EventJson json = new EventJson(EventTypes.ofPowow());
  private final ParentKeys keys = new ParentKeys(this::askForKey);
  private @Nullable Replay replay;

  private ReplayChild(
      BlockingQueue<Frame> calls, DataOutputStream out, ChildLog log, boolean isolated) {
    this.calls = calls;
    this.out = out;
    this.log = log;
    this.isolated = isolated;
  }

  /// @param arguments the folder of the replay, with the checkpoint in `log`
  public static void main(String... arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    // Nothing else may write between frames.
    System.setOut(System.err);
    BlockingQueue<Frame> calls = new LinkedBlockingQueue<>();
    Thread.ofPlatform().daemon().start(() -> listen(folder, calls));
    boolean isolated = SystemCallFilter.apply();
    try (ChildLog log = ChildLog.open(folder.resolve("log"))) {
      new ReplayChild(calls, out, log, isolated).serve();
    } catch (IOException parentEnded) {
      deleteAndEnd(folder);
    }
  }

  private static void listen(Path folder, BlockingQueue<Frame> calls) {
    try {
      DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
      while (true) {
        calls.add(Frame.read(in));
      }
    } catch (IOException ended) {
      deleteAndEnd(folder);
    }
  }

  private static void deleteAndEnd(Path folder) {
    delete(folder);
    // Again, for files that were written meanwhile.
    delete(folder);
    Runtime.getRuntime().halt(0);
  }

  /// Best effort: Powow deletes the rest at its start.
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException _) {
      // Best effort, see above.
    }
  }

  private void serve() throws IOException, InterruptedException {
    while (true) {
      Frame call = calls.take();
      try {
        answer(call);
      } catch (Rejected e) {
        send(Frame.Kind.REFUSED, e.reason().code().getBytes(StandardCharsets.US_ASCII));
      } catch (RuntimeException e) {
        System.err.println(e.getClass().getName() + " at " + List.of(e.getStackTrace()));
        send(Frame.Kind.REFUSED, Reason.INTERNAL.code().getBytes(StandardCharsets.US_ASCII));
      } finally {
        keys.forget();
      }
    }
  }

  private void answer(Frame call) throws IOException {
    switch (call.kind()) {
      case OPEN -> {
        Replay opened = new Replay(log, json, keys, read(call, ReplayCall.Open.class), isolated);
        replay = opened;
        send(Frame.Kind.ANSWER, json.encode(opened.opened()));
      }
      case READ -> {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        ReplayCall.ReadUpTo upTo = opened().read(read(call, ReplayCall.Read.class), lines);
        send(Frame.Kind.LINES, lines.toByteArray());
        send(Frame.Kind.ANSWER, json.encode(upTo));
      }
      case DRY_RUN ->
          send(
              Frame.Kind.ANSWER, json.encode(opened().dryRun(read(call, ReplayCall.DryRun.class))));
      case STATE ->
          send(Frame.Kind.ANSWER, json.encode(opened().state(read(call, ReplayCall.State.class))));
      case KEY_WANTED, KEY, LINES, ANSWER, REFUSED -> throw new Rejected(Reason.NOT_FOUND);
    }
  }

  private Replay opened() {
    Replay opened = replay;
    if (opened == null) {
      throw new IllegalStateException("a replay is opened first");
    }
    return opened;
  }

  private <T> T read(Frame call, Class<T> type) {
    return json.decode(type, call.content());
  }

  private void send(Frame.Kind kind, byte[] content) throws IOException {
    new Frame(kind, content).write(out);
  }

  private byte[] askForKey(String owner) {
    try {
      send(Frame.Kind.KEY_WANTED, owner.getBytes(StandardCharsets.US_ASCII));
      Frame answer = calls.take();
      if (answer.kind() != Frame.Kind.KEY) {
        throw new IllegalStateException("a key was asked for");
      }
      return answer.content();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }
}
