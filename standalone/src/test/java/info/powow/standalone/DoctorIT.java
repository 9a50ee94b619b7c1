package info.powow.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./powow doctor` finds problems of a machine and a data folder, and fails then.
class DoctorIT {
  private static final Path POWOW = Path.of("..", "powow").toAbsolutePath().normalize();

  @TempDir Path folder;

  private record Findings(int exit, String text) {}

  private static Findings doctor(Path data, int port, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                POWOW.toString(),
                "doctor",
                "--data",
                data.toString(),
                "--port",
                "" + port));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Findings(process.exitValue(), text);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aNewMachineIsFine() throws Exception {
    Findings found = doctor(folder.resolve("new"), freePort());

    assertThat(found.text()).contains("ok    JDK 25", "no data folder").doesNotContain("FAIL");
    assertThat(found.exit()).isZero();
  }

  @Test
  void aLogThatDoesNotSayItsFormatIsFound() throws Exception {
    Files.createDirectories(folder.resolve("log").resolve("store"));

    Findings found = doctor(folder, freePort());

    assertThat(found.text()).contains("FAIL  " + folder.resolve("log") + " has no file FORMAT");
    assertThat(found.exit()).isEqualTo(1);
  }

  @Test
  void aLogWithoutItsKeysIsFound() throws Exception {
    Path log = Files.createDirectories(folder.resolve("log"));
    Files.writeString(log.resolve("FORMAT"), "powow event log, format 2\n");

    Findings found = doctor(folder, freePort());

    assertThat(found.text()).containsPattern("FAIL .*no keys in " + folder + "-keys");
    assertThat(found.exit()).isEqualTo(1);
  }

  @Test
  void keysThatOthersCanReadAreFound() throws Exception {
    Path key = Files.createDirectories(Path.of(folder + "-keys")).resolve("token.key");
    Files.writeString(key, "secret");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));

    assertThat(doctor(folder, freePort()).text())
        .containsPattern("FAIL .*other users can read keys");

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    assertThat(doctor(folder, freePort()).text()).doesNotContain("FAIL");
  }

  @Test
  void aPortThatSomethingElseHasIsFound() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread closing =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (true) {
                    other.accept().close();
                  }
                } catch (IOException e) {
                  // The test has ended.
                }
              });

      Findings found = doctor(folder.resolve("new"), other.getLocalPort());

      assertThat(found.text()).contains("FAIL  something that is not Powow listens on port");
      assertThat(found.exit()).isEqualTo(1);
      assertThat(closing.isAlive()).isTrue();
    }
  }

  @Test
  void whatIsNotUnderstoodIsSaid() throws Exception {
    assertThat(doctor(folder, freePort(), "--cure").exit()).isEqualTo(2);
    assertThat(doctor(folder, 70_000).exit()).isEqualTo(2);
  }
}
