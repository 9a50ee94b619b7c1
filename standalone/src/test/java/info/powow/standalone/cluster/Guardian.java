package info.powow.standalone.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Ends the processes of a test when it ends, however it ends: a shell that knows them and kills
/// them when its input ends.
final class Guardian implements AutoCloseable {
  private static final String WATCH =
      """
      pids=
      while read -r sign pid; do
        case $sign in
          +) pids="$pids $pid" ;;
          -) left=
             for one in $pids; do [ "$one" = "$pid" ] || left="$left $one"; done
             pids=$left ;;
        esac
      done
      [ -z "$pids" ] || kill -9 $pids
      """;

  private final Process shell;
  private final OutputStream told;

  private Guardian(Process shell) {
    this.shell = shell;
    this.told = shell.getOutputStream();
  }

  static Guardian start() throws IOException {
    return new Guardian(
        new ProcessBuilder("sh", "-c", WATCH)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  void began(Process process) throws IOException {
    tell("+ " + process.pid());
  }

  void ended(Process process) throws IOException {
    tell("- " + process.pid());
  }

  private synchronized void tell(String line) throws IOException {
    told.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    told.flush();
  }

  @Override
  public void close() throws IOException {
    told.close();
    shell.onExit().join();
  }
}
