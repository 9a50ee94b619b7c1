package info.powow.standalone.admin;

import info.powow.eventlog.engine.EventLog;
import info.powow.standalone.backup.ControlFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `admin grant|revoke HANDLE ROLE` and `admin list` of `./powow`. The running Powow carries them
/// out: it alone may write to the log. Whoever may write to its data folder may give the command.
public final class AdminTool {
  static final String VERB = "admin";
  private static final long POLL_MILLIS = 200;
  private static final int MAX_ABSENCES = 10;

  private final Path data;
  private final PrintStream out;

  AdminTool(Path data, PrintStream out) {
    this.data = data;
    this.out = out;
  }

  /// Whether a command line is this tool's: `admin`, the data folder, and what to do.
  public static boolean takes(String... arguments) {
    return arguments.length > 2 && arguments[0].equals(VERB);
  }

  /// @return the exit code
  public static int run(String... arguments) throws InterruptedException {
    Path data = Path.of(arguments[1]).toAbsolutePath().normalize();
    return new AdminTool(data, System.out).run(List.of(arguments).subList(2, arguments.length));
  }

  int run(List<String> words) throws InterruptedException {
    try {
      Path log = data.resolve("log");
      if (!Files.isDirectory(log) || !EventLog.isInUse(log)) {
        out.println("No Powow is running with its data in " + data + ". Start it, and try again.");
        return 1;
      }
      List<String> command = new ArrayList<>(List.of(VERB));
      command.addAll(words);
      ControlFolder control = new ControlFolder(data);
      ControlFolder.Answer answer =
          control.await(
              control.ask(command), ControlFolder.holder(data), POLL_MILLIS, MAX_ABSENCES);
      out.println(answer.message());
      return answer.done() ? 0 : 1;
    } catch (IOException e) {
      out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      return 1;
    }
  }
}
