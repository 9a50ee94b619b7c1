package info.powow.standalone.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Another machine, as far as the network can tell: a network namespace with its own address,
/// connected to this one by a pair of virtual interfaces.
///
/// Needs root, `ip` (iproute2) and bash.
final class OtherMachine implements AutoCloseable {
  private static final Path IP =
      List.of(Path.of("/usr/sbin/ip"), Path.of("/sbin/ip"), Path.of("/usr/bin/ip")).stream()
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(Path.of("/usr/sbin/ip"));

  /// Blocks of four addresses from the range for network tests (RFC 2544).
  private static final int BLOCKS = 1 << 15;

  private static final int CONNECT_FAILED = 1;
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final String name;
  private final String here;
  private final String there;

  private OtherMachine(String name, String here, String there) {
    this.name = name;
    this.here = here;
    this.there = there;
  }

  /// @throws IOException if this machine does not allow it
  static OtherMachine start() throws IOException, InterruptedException {
    int block = ThreadLocalRandom.current().nextInt(BLOCKS) * 4;
    String network = "198.%d.%d.".formatted(18 + (block >> 16), block >> 8 & 0xff);
    OtherMachine machine =
        new OtherMachine(
            // Linux removes interfaces some time after their namespace, so no name is used twice.
            "pw%dx%d".formatted(ProcessHandle.current().pid(), STARTED.getAndIncrement()),
            network + ((block & 0xff) + 1),
            network + ((block & 0xff) + 2));
    try {
      machine.connect();
    } catch (IOException e) {
      try {
        machine.close();
      } catch (IOException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
    return machine;
  }

  private void connect() throws IOException, InterruptedException {
    ip("netns", "add", name);
    ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
    ip("addr", "add", here + "/30", "dev", name);
    ip("link", "set", name, "up");
    ip("-n", name, "addr", "add", there + "/30", "dev", "eth0");
    ip("-n", name, "link", "set", "eth0", "up");
    ip("-n", name, "link", "set", "lo", "up");
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(IP.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }

  /// The address of the other machine.
  String address() {
    return there;
  }

  /// The address of this machine, as the other machine reaches it.
  String addressOfThisMachine() {
    return here;
  }

  /// Sends a request from the other machine to a port of this one.
  ///
  /// @return everything until the connection ends; empty if nothing listens on the port
  String send(int port, String request) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                IP.toString(),
                "netns",
                "exec",
                name,
                "timeout",
                "20",
                "bash",
                "-c",
                "exec 3<>/dev/tcp/$0/$1 || exit " + CONNECT_FAILED + "; cat >&3; cat <&3",
                here,
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(request.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading, so there was no connection.
      if (process.waitFor() != CONNECT_FAILED) {
        throw e;
      }
    }
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int result = process.waitFor();
    if (result != 0 && result != CONNECT_FAILED) {
      throw new IOException("port %d did not answer: %d, %s".formatted(port, result, answer));
    }
    return answer;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    // Its interfaces are deleted with it.
    ip("netns", "del", name);
  }
}
