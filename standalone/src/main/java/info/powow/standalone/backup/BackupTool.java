package info.powow.standalone.backup;

import info.powow.eventlog.engine.EventLog;
import info.powow.eventlog.engine.EventLogException;
import info.powow.eventlog.engine.EventLogOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// Implements `backup DIR` and `restore DIR` of `./powow`: by the running Powow, or without one.
public final class BackupTool {
  static final String BACKUP = "backup";
  static final String RESTORE = "restore";
  private static final long POLL_MILLIS = 200;

  private static final int MAX_ABSENCES = 10;

  private final Path data;
  private final Clock clock;
  private final PrintStream out;

  BackupTool(Path data, Clock clock, PrintStream out) {
    this.data = data;
    this.clock = clock;
    this.out = out;
  }

  /// Whether these arguments are for this tool.
  public static boolean takes(String... arguments) {
    return arguments.length == 3 && (arguments[0].equals(BACKUP) || arguments[0].equals(RESTORE));
  }

  /// @param arguments the command, the folder of the backup, and the data folder
  /// @return the exit code
  public static int run(String... arguments) throws InterruptedException {
    Path data = Path.of(arguments[2]).toAbsolutePath().normalize();
    return new BackupTool(data, BackupConfiguration.machineClock(), System.out)
        .run(arguments[0], Path.of(arguments[1]).toAbsolutePath().normalize());
  }

  int run(String verb, Path folder) throws InterruptedException {
    try {
      Path log = data.resolve("log");
      if (Files.isDirectory(log) && EventLog.isInUse(log)) {
        return ask(verb, folder);
      }
      return verb.equals(BACKUP) ? backup(log, folder) : restore(log, folder);
    } catch (BackupRefused | EventLogException e) {
      out.println(e.getMessage());
    } catch (IOException e) {
      out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    return 1;
  }

  private int ask(String verb, Path folder) throws IOException, InterruptedException {
    ControlFolder control = new ControlFolder(data);
    String id = control.ask(List.of(verb, folder.toString()));
    ControlFolder.Answer answer =
        control.await(id, ControlFolder.holder(data), POLL_MILLIS, MAX_ABSENCES);
    out.println(answer.message());
    return answer.done() ? 0 : 1;
  }

  private int backup(Path log, Path target) throws IOException {
    if (!Files.isDirectory(log)) {
      throw new BackupRefused("There is no event log in " + data + ".");
    }
    try (EventLog open = EventLog.open(EventLogOptions.in(log))) {
      int files = Backup.write(open, data.resolve("images"), target, clock.instant());
      out.println("The backup in " + target + " has " + files + " files.");
    }
    return 0;
  }

  private int restore(Path log, Path backup) throws IOException {
    Restore.prepare(backup, log, data.resolve("images"), data.resolve("search")).commit();
    out.println("Powow will use the backup in " + backup + " at its next start.");
    return 0;
  }
}
