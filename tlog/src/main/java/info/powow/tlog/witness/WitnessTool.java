package info.powow.tlog.witness;

import info.powow.tlog.Checkpoint;
import info.powow.tlog.MalformedNote;
import info.powow.tlog.SignedNote;
import info.powow.tlog.VerifierKey;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/// `./powow witness`, also `java -jar tlog.jar` on a machine that has nothing else of Powow.
public final class WitnessTool {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int MISUSED = 2;
  public static final int REFUSED = 3;

  private static final String HELP =
      """
      Usage: ./powow witness URL [OPTIONS]
             java -jar tlog.jar URL [OPTIONS]

      Fetches the newest checkpoint of the transparency log at URL, such as https://chat.example.org,
      verifies that it continues the last one that was cosigned, cosigns it, and prints it. Run it on a
      machine that is not under the control of whoever runs the log. The log must be public there
      (powow.tlog.public).

        --state FILE    the witness's keys, and what it cosigned last (default: witness.state)
        --log-key KEY   the log's key, as its operator published it. Without it, the key that the log
                        shows at the first contact is trusted from then on
        --name NAME     the name of a new witness (default: witness)
        --every SECONDS run until the log is refused; without it, run once

      A log that signed two histories is refused for ever. The state file then has both checkpoints.

      Exit codes: 0 cosigned, 1 not verified (nothing was decided: try again), 2 usage error, 3 refused.
      """;

  private final PrintStream out;
  private final PrintStream err;
  private final Clock clock;

  private @Nullable String url;
  private Path state = Path.of("witness.state");
  private @Nullable VerifierKey logKey;
  private String name = "witness";
  private @Nullable Duration every;

  public WitnessTool(PrintStream out, PrintStream err, Clock clock) {
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  public static void main(String[] arguments) {
    Clock clock = InstantSource.system().withZone(ZoneOffset.UTC);
    System.exit(new WitnessTool(System.out, System.err, clock).run(arguments));
  }

  /// @return the exit code
  public int run(String... arguments) {
    for (String argument : arguments) {
      if (argument.equals("-h") || argument.equals("--help")) {
        out.print(HELP);
        return OK;
      }
    }
    String misuse = parse(arguments);
    if (misuse != null) {
      err.println("powow: " + misuse);
      err.println("Try: ./powow witness --help");
      return MISUSED;
    }
    Path lockFile = state.toAbsolutePath().resolveSibling(state.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        err.println("powow: another witness uses " + state);
        return FAILED;
      }
      return watch(new RemoteLog(prefix(String.valueOf(url))));
    } catch (IOException e) {
      err.println("powow: " + e.getMessage());
      return FAILED;
    }
  }

  private @Nullable String parse(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (!argument.startsWith("--")) {
        if (url != null) {
          return "witness takes one URL";
        }
        url = argument;
        continue;
      }
      int equals = argument.indexOf('=');
      String option = equals < 0 ? argument : argument.substring(0, equals);
      if (equals < 0 && i + 1 == arguments.length) {
        return option + " needs a value";
      }
      String value = equals < 0 ? arguments[++i] : argument.substring(equals + 1);
      try {
        switch (option) {
          case "--state" -> state = Path.of(value);
          case "--log-key" -> logKey = VerifierKey.parse(value);
          case "--name" -> name = value;
          case "--every" -> every = Duration.ofSeconds(Math.max(1, Long.parseLong(value)));
          default -> {
            return "unknown option of witness: " + option;
          }
        }
      } catch (MalformedNote | NumberFormatException e) {
        return option + ": " + e.getMessage();
      }
    }
    if (url == null) {
      return "witness needs the URL of a log";
    }
    try {
      String scheme = URI.create(url).getScheme();
      return "http".equals(scheme) || "https".equals(scheme)
          ? null
          : "a URL begins with http:// or https://, not '" + url + "'";
    } catch (IllegalArgumentException e) {
      return "this is not a URL: '" + url + "'";
    }
  }

  private static URI prefix(String url) {
    String base = url.endsWith("/") ? url : url + "/";
    return URI.create(base.endsWith("/tlog/") ? base : base + "tlog/");
  }

  private int watch(RemoteLog log) throws IOException {
    Witness witness = null;
    while (true) {
      int code;
      try {
        if (witness == null) {
          witness = open(log);
        }
        code = once(witness, log);
      } catch (IOException | MalformedNote e) {
        err.println(
            "powow: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        code = FAILED;
      }
      if (every == null || code == REFUSED) {
        return code;
      }
      try {
        Thread.sleep(every);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return code;
      }
    }
  }

  private Witness open(RemoteLog log) throws IOException {
    Witness known = Witness.open(state, clock);
    if (known != null) {
      if (logKey != null && !logKey.equals(known.log())) {
        throw new IOException(
            state + " is of a log with another key: " + known.log() + ". Use another --state");
      }
      return known;
    }
    VerifierKey trusted = logKey;
    if (trusted == null) {
      trusted = firstOf(log.keys());
      err.println("Trusting the key of the log from now on: " + trusted);
    }
    Witness begun = Witness.begin(state, name, trusted, clock);
    for (VerifierKey key : begun.keys()) {
      err.println("New key of this witness: " + key);
    }
    return begun;
  }

  private static VerifierKey firstOf(String keys) {
    return VerifierKey.parse(keys.lines().findFirst().orElse(""));
  }

  private int once(Witness witness, RemoteLog log) throws IOException {
    String refusal = witness.refusal();
    Witness.Verdict verdict =
        refusal == null ? witness.see(log.checkpoint(), log) : new Witness.Verdict.Refused(refusal);
    return switch (verdict) {
      case Witness.Verdict.Cosigned(SignedNote note) -> {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        err.println("Cosigned " + checkpoint.size() + " entries of " + checkpoint.origin());
        out.print(note);
        out.println();
        yield OK;
      }
      case Witness.Verdict.Unverified(String why) -> {
        err.println("powow: not verified: " + why);
        yield FAILED;
      }
      case Witness.Verdict.Refused(String why) -> {
        err.println("powow: REFUSED: " + why);
        yield REFUSED;
      }
    };
  }
}
