package info.powow.verify;

import info.powow.tlog.MalformedNote;
import info.powow.tlog.SignatureType;
import info.powow.tlog.VerifierKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// `./powow verify`, also `java -jar verify.jar` on a machine that has nothing else of Powow.
public final class VerifyTool {
  public static final int GOOD = 0;
  public static final int BAD = 1;
  public static final int INCOMPLETE = 2;
  public static final int MISUSED = 64;

  private static final long EVERY_NANOS = 1_000_000_000;

  private static final String HELP =
      """
      Usage: ./powow verify BUNDLE [OPTIONS]
             java -jar verify.jar BUNDLE [OPTIONS]

      Verifies a bundle that was made for a case of an auditor: that its files are complete and those
      that the server signed, that its events are in the server's transparency log, that nothing is
      missing between them, and that the texts are those that the log committed to. Needs no network
      and no server. Says what is proved, and what is not.

        --key KEY   the key of the transparency log (NAME+ID+KEY), from somebody whom you trust: a
                    witness, or the operator's publication. Without it, the key in the bundle is used,
                    and the result is at best "incomplete"
        --json      print the report as one JSON object
        --quiet     print no progress

      Exit codes: 0 good, 1 bad: the report names what, 2 incomplete: nothing is wrong, but something
      is missing that a proof needs, 64 usage error, 66 the file cannot be read.
      """;

  private static final int UNREADABLE = 66;

  private final PrintStream out;
  private final PrintStream err;

  private @Nullable Path bundle;
  private @Nullable VerifierKey key;
  private boolean json;
  private boolean quiet;

  public VerifyTool(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    System.exit(new VerifyTool(System.out, System.err).run(arguments));
  }

  /// @return the exit code
  public int run(String... arguments) {
    for (String argument : arguments) {
      if (argument.equals("-h") || argument.equals("--help")) {
        out.print(HELP);
        return GOOD;
      }
    }
    String misuse = parse(arguments);
    if (misuse != null || bundle == null) {
      err.println("powow: " + (misuse == null ? "verify needs a bundle" : misuse));
      err.println("Try: ./powow verify --help");
      return MISUSED;
    }
    try {
      Report report = new Verifier(key, progress(Files.size(bundle))).verify(bundle);
      out.print(json ? report.json() : report.text());
      return report.result().exitCode;
    } catch (NoSuchFileException _) {
      err.println("powow: there is no file " + bundle);
    } catch (IOException e) {
      err.println("powow: " + bundle + " cannot be read: " + e.getMessage());
    }
    return UNREADABLE;
  }

  private @Nullable String parse(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("--json")) {
        json = true;
      } else if (argument.equals("--quiet")) {
        quiet = true;
      } else if (argument.equals("--key") || argument.startsWith("--key=")) {
        boolean joined = argument.startsWith("--key=");
        if (!joined && i + 1 == arguments.length) {
          return "--key needs a value";
        }
        try {
          key = VerifierKey.parse(joined ? argument.substring(6) : arguments[++i]);
          if (key.type() != SignatureType.ED25519) {
            return "--key: bundles are signed with the Ed25519 key of the log, the first of its keys";
          }
        } catch (MalformedNote e) {
          return "--key: " + e.getMessage();
        }
      } else if (argument.startsWith("-")) {
        return "unknown option of verify: " + argument;
      } else if (bundle != null) {
        return "verify takes one bundle";
      } else {
        bundle = Path.of(argument);
      }
    }
    return null;
  }

  private LongConsumer progress(long all) {
    long[] printed = {System.nanoTime()};
    return done -> {
      long now = System.nanoTime();
      if (!quiet && now - printed[0] >= EVERY_NANOS) {
        printed[0] = now;
        err.printf("%d of %d MB%n", done >> 20, all >> 20);
      }
    };
  }
}
