package info.powow.standalone.backup;

import info.powow.eventlog.engine.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/// Passes commands to the Powow that has the data folder open, as request files, each answered by a
/// file beside it. Only users who may write to the data folder can do this, whereas every user of
/// the machine could access a port on loopback.
///
/// Each line of a request is one word of the command.
public final class ControlFolder {
  private static final String REQUEST = ".request";
  private static final String ANSWER = ".answer";
  private static final String DONE = "done ";
  private static final String FAILED = "failed ";

  private final Path folder;

  /// @param words the command
  record Request(String id, List<String> words) {}

  /// @param done false if it was refused or failed
  public record Answer(boolean done, String message) {}

  public ControlFolder(Path data) {
    this.folder = data.resolve("control");
  }

  /// Called by the Powow that has the data folder: deletes requests to an earlier process.
  void open() throws IOException {
    Folders.createPrivate(folder);
    for (Path file : Folders.filesIn(folder)) {
      if (file.toString().endsWith(REQUEST)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// Takes new requests.
  List<Request> take() throws IOException {
    List<Request> requests = new ArrayList<>();
    for (Path file : Folders.filesIn(folder)) {
      String name = file.getFileName().toString();
      if (name.endsWith(REQUEST)) {
        requests.add(
            new Request(
                name.substring(0, name.length() - REQUEST.length()),
                Files.readAllLines(file, StandardCharsets.UTF_8)));
        Files.delete(file);
      }
    }
    return requests;
  }

  void answer(String id, Answer answer) throws IOException {
    write(id + ANSWER, (answer.done() ? DONE : FAILED) + answer.message());
  }

  /// @return the id for finding the answer
  public String ask(List<String> words) throws IOException {
    Folders.createPrivate(folder);
    String id = UUID.randomUUID().toString();
    write(id + REQUEST, String.join("\n", words));
    return id;
  }

  /// Whether the running Powow is still alive. While it restarts, it does not hold the lock of the
  /// log, and trying the lock would interfere.
  public static BooleanSupplier holder(Path data) throws IOException {
    OptionalLong pid = EventLog.lastHolder(data.resolve("log"));
    Optional<ProcessHandle> process =
        pid.isPresent() ? ProcessHandle.of(pid.getAsLong()) : Optional.empty();
    // A process in another container is invisible: assume that it is alive.
    return process.<BooleanSupplier>map(seen -> seen::isAlive).orElse(() -> true);
  }

  /// Waits for an answer, as long as it takes.
  ///
  /// @param isThere whether a process is there to answer
  /// @param maxAbsences the number of consecutive polls without one after which to give up
  public Answer await(String id, BooleanSupplier isThere, long pollMillis, int maxAbsences)
      throws IOException, InterruptedException {
    Path file = folder.resolve(id + ANSWER);
    int absences = 0;
    while (absences <= maxAbsences) {
      try {
        String text = Files.readString(file);
        Files.delete(file);
        return text.startsWith(DONE)
            ? new Answer(true, text.substring(DONE.length()))
            : new Answer(false, text.substring(FAILED.length()));
      } catch (NoSuchFileException e) {
        absences = isThere.getAsBoolean() ? 0 : absences + 1;
        Thread.sleep(pollMillis);
      }
    }
    return new Answer(false, "Powow has ended without an answer. See what it said last.");
  }

  private void write(String name, String text) throws IOException {
    Path unfinished = folder.resolve(name + ".new");
    Files.writeString(unfinished, text);
    Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
