package info.powow.analytics.replay;

import info.powow.analytics.replay.Replays.Running;
import info.powow.analytics.replay.child.ReplayCall;
import info.powow.analytics.replay.child.SampleLog;
import info.powow.domain.PersonId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.util.unit.DataSize;

/// A process that begins a replay, says the process of its child, and waits to be killed.
final class ReplayParent {
  private ReplayParent() {}

  static ReplayProperties properties(Path folder) {
    return new ReplayProperties(
        folder.resolve("replays"),
        2,
        DataSize.ofMegabytes(64),
        0,
        Duration.ofMinutes(1),
        DataSize.ofMegabytes(1));
  }

  public static void main(String... arguments) throws IOException, InterruptedException {
    Path folder = Path.of(arguments[0]);
    try (SampleLog log = SampleLog.in(folder);
        Replays replays =
            new Replays(
                log.log(),
                log.keys(),
                log.json(),
                properties(folder),
                new ChildCommand(64, 0, List.of()))) {
      Running begun =
          replays.begin(
              new PersonId("analyst"),
              null,
              new ReplayCall.Open(
                  1, Long.MAX_VALUE, List.of(), List.of(), List.of(), null, null, false),
              Speed.MAX,
              Instant.EPOCH);
      replays.publish(begun);
      System.out.println("CHILD " + begun.child.pid());
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
