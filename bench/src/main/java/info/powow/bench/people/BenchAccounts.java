package info.powow.bench.people;

import info.powow.client.PowowClient;
import info.powow.client.Session;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Creates accounts over HTTP.
public final class BenchAccounts {
  private static final String PASSWORD = "the ducks are back on the pond";

  /// Password hashing dominates here: more concurrency would only queue.
  private static final int WIDTH = 16;

  private final URI server;
  private final String run;
  private final ProgressLine progress;

  /// @param run makes the handles of this run unique
  public BenchAccounts(URI server, String run, ProgressLine progress) {
    this.server = server;
    this.run = run;
    this.progress = progress;
  }

  /// Signs up people and signs them in.
  public List<BenchPerson> signUp(int count) throws InterruptedException {
    List<Integer> numbers = IntStream.range(0, count).boxed().toList();
    try (PowowClient powow = new PowowClient(server, Clock.systemUTC())) {
      return Concurrently.map(
          "People signed up", numbers, WIDTH, progress, number -> signUp(powow, number));
    }
  }

  private BenchPerson signUp(PowowClient powow, int number)
      throws IOException, InterruptedException {
    Session session = powow.signUp("b" + run + number, PASSWORD, "Neighbour " + number);
    // Allows adding members without invitations.
    session.patch("/api/me", Map.of("mayAddMe", "everyone"));
    return new BenchPerson(session.personId(), session.token());
  }
}
