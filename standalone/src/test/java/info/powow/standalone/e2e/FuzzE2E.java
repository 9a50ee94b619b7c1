package info.powow.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// No input over HTTP or STOMP gets an answer outside the contract, or leaves a stack trace in the
/// log. `./powow fuzz` does the same for longer.
///
/// `fuzz.seconds` sets the duration, `fuzz.seed` repeats a run, and `fuzz.url` tests a running
/// server, whose log is not checked.
class FuzzE2E {
  private static final Pattern STACK = Pattern.compile("^\\s+at [\\w.$/]+\\(.*|^Caused by: .*");
  private static final Pattern FAULT =
      Pattern.compile(
          ".*(a call failed|a request failed|a command failed|a frame could not be handled).*");

  /// The gate uses a fixed seed; new seeds are for explicit fuzzing.
  private static final long GATE_SEED = 3_757_755_531L;

  private static long anySeed() {
    return System.nanoTime() & 0xffff_ffffL;
  }

  @Test
  @ExtendWith(SharedPowow.class)
  void everyAnswerIsOneOfTheContract(PowowProcess powow) throws Exception {
    long seed =
        Long.getLong(
            "fuzz.seed", System.getProperty("fuzz.seconds") == null ? GATE_SEED : anySeed());
    Duration duration = Duration.ofSeconds(Long.getLong("fuzz.seconds", 30));
    String url = System.getProperty("fuzz.url", "");
    System.out.println("fuzz: seed " + seed + ", " + duration.toSeconds() + " s");

    FuzzReport report;
    if (url.isEmpty()) {
      int before = powow.output().length();
      report = new Fuzz(powow.http(), seed).run(duration);
      lookAt(powow.output().substring(before).lines().toList(), report);
      assertThat(powow.isAlive()).as("the server lives").isTrue();
    } else {
      report = new Fuzz(onLoopback(url), seed).run(duration);
    }
    System.out.println(report);
    Files.writeString(Path.of("target", "fuzz.txt"), "seed " + seed + "\n" + report);

    assertThat(report.cases()).isGreaterThan(100);
    assertThat(report.isClean()).as("seed %d: %s", seed, report).isTrue();
  }

  private static void lookAt(List<String> log, FuzzReport report) {
    log.stream()
        .filter(line -> STACK.matcher(line).matches())
        .forEach(line -> report.found("a stack trace in the log", line));
    log.stream()
        .filter(line -> line.contains(FuzzJson.WHISPER))
        .forEach(line -> report.found("something that was said in the log", line));
    log.stream()
        .filter(line -> FAULT.matcher(line).matches())
        .forEach(
            line -> report.found("a fault in the log: " + line.replaceFirst("^\\S+ ", ""), line));
  }

  private static URI onLoopback(String url) throws IOException {
    URI uri = URI.create(url);
    if (!InetAddress.getByName(uri.getHost()).isLoopbackAddress()) {
      throw new IOException(url + " is not on this machine: only a server of one's own is fuzzed");
    }
    return uri;
  }
}
