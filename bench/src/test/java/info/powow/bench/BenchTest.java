package info.powow.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchTest {
  private final StringWriter errors = new StringWriter();
  private final StringWriter out = new StringWriter();
  private final CommandLine bench =
      Bench.commandLine().setErr(new PrintWriter(errors)).setOut(new PrintWriter(out));

  @Test
  void helpNamesEveryWorkload() {
    assertThat(bench.execute("--help")).isZero();
    assertThat(out.toString())
        .contains(
            "private",
            "groups",
            "churn",
            "resume",
            "idle",
            "rebuild",
            "pictures",
            "simulate",
            "attacks",
            "history",
            "analytics",
            "--duration",
            "--rate");
  }

  @Test
  void helpNamesEveryAttack() {
    assertThat(bench.execute("attacks", "--help")).isZero();
    // Lines are broken between words, and within hyphenated words.
    String help = out.toString().replaceAll("\\s+", " ");
    assertThat(help).contains(List.of("large-bodies", "searches", "all (at once)"));
  }

  @Test
  void whatIsNotUnderstoodIsSaidWithItsOwnExitCode() {
    assertThat(bench.execute("dance")).isEqualTo(2);
    assertThat(errors.toString()).contains("there is no workload dance");
    assertThat(bench.execute("--rate", "0")).isEqualTo(2);
    assertThat(bench.execute("--rate", "much")).isEqualTo(2);
    assertThat(bench.execute("--heart-beat", "often")).isEqualTo(2);
    assertThat(bench.execute("--connections", "1")).isEqualTo(2);
    assertThat(bench.execute("--pid", "1")).isEqualTo(2);
    assertThat(bench.execute("--markdown", "nowhere.md")).isEqualTo(2);
    assertThat(bench.execute("--no-such-option")).isEqualTo(2);
    assertThat(bench.execute("simulate", "--nodes", "0")).isEqualTo(2);
    assertThat(bench.execute("attacks", "by-stealth")).isEqualTo(2);
    assertThat(errors.toString()).contains("there is no attack by-stealth");
    assertThat(bench.execute("attacks", "--seconds", "0")).isEqualTo(2);
    assertThat(bench.execute("attacks", "--markdown", "nowhere.md")).isEqualTo(2);
    assertThat(bench.execute("history")).isEqualTo(2);
    assertThat(bench.execute("history", "--data", "nowhere", "--events", "0")).isEqualTo(2);
    assertThat(bench.execute("analytics", "--data", "nowhere")).isEqualTo(2);
    assertThat(bench.execute("pictures", "--tries", "0")).isEqualTo(2);
    assertThat(bench.execute("pictures", "--markdown", "nowhere.md")).isEqualTo(2);
  }
}
