package info.powow.standalone.backup;

import info.powow.eventlog.keys.KeyFolder;
import info.powow.eventlog.keys.KeysUnavailable;
import info.powow.eventlog.keys.MasterKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `keys status` and `keys rotate` of `./powow`. Powow may run meanwhile.
public final class KeysTool {
  private final Path data;
  private final Map<String, String> environment;
  private final Clock clock;
  private final PrintStream out;

  /// @param environment `POWOW_KEYS_…`, as a server reads them
  KeysTool(Path data, Map<String, String> environment, Clock clock, PrintStream out) {
    this.data = data;
    this.environment = environment;
    this.clock = clock;
    this.out = out;
  }

  /// Whether a command line is this tool's: `keys`, what to do, and the data folder.
  public static boolean takes(String... arguments) {
    return arguments.length == 3 && arguments[0].equals("keys");
  }

  /// @return the exit code
  public static int run(String... arguments) {
    Path data = Path.of(arguments[2]).toAbsolutePath().normalize();
    return new KeysTool(data, System.getenv(), BackupConfiguration.machineClock(), System.out)
        .run(arguments[1]);
  }

  int run(String verb) {
    try {
      Path folder = folder();
      if (KeyFolder.idOf(folder) == null) {
        out.println("There are no keys in " + folder + " yet: Powow makes them when it starts.");
        return 1;
      }
      MasterKey master =
          MasterKey.of(
              environment.get("POWOW_KEYS_MASTERKEY"), path("POWOW_KEYS_MASTERKEYFILE"), folder);
      return switch (verb) {
        case "status" -> status(folder, master);
        case "rotate" -> rotate(folder, master);
        default -> {
          out.println("keys does not know " + verb);
          yield 2;
        }
      };
    } catch (KeysUnavailable e) {
      out.println(e.getMessage());
    } catch (IOException e) {
      out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    return 1;
  }

  private Path folder() {
    Path configured = path("POWOW_KEYS_FOLDER");
    return configured == null ? data.resolveSibling(data.getFileName() + "-keys") : configured;
  }

  private @Nullable Path path(String name) {
    String configured = environment.get(name);
    return configured == null ? null : Path.of(configured).toAbsolutePath().normalize();
  }

  private int status(Path folder, MasterKey master) throws IOException {
    KeyFolder keys = KeyFolder.open(folder, master, clock);
    out.println("folder      " + folder);
    out.println("id          " + keys.id());
    out.println("master key  " + master);
    out.println("keys        " + (keys.made() - keys.destroyed().size()));
    out.println("destroyed   " + keys.destroyed().size());
    Path marker = data.resolve("log").resolve("KEYS");
    if (!Files.exists(marker)) {
      out.println("log         none in " + data + " that is sealed with keys");
      return 0;
    }
    String ofLog = Files.readString(marker).strip();
    boolean same = ofLog.equals(keys.id());
    out.println(
        "log         "
            + (same
                ? "sealed with these keys"
                : "sealed with other keys: "
                    + ofLog
                    + ". Put the newest copy of its key folder in the place of this one"));
    return same ? 0 : 1;
  }

  private int rotate(Path folder, MasterKey master) {
    String given = environment.get("POWOW_KEYS_NEWMASTERKEY");
    KeyFolder.rotate(folder, master, given, clock);
    out.println(
        given == null
            ? "The keys in " + folder + " have a new master key, in " + master + "."
            : "The keys in "
                + folder
                + " have the new master key. Set POWOW_KEYS_MASTERKEY to it before the next start.");
    return 0;
  }
}
