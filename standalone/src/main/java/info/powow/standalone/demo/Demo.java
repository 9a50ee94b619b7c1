package info.powow.standalone.demo;

import info.powow.client.PowowClient;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Performs the play until it is closed. Failures of the demo do not affect the server.
final class Demo implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  /// The scenes of each stage, counted from 0: the court and the lovers, the players, the wood.
  private static final List<List<Integer>> PROGRAMME =
      List.of(List.of(0, 3, 5), List.of(1, 4, 7, 8), List.of(2, 6));

  private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(5);

  private final ExecutorService everybody = Executors.newVirtualThreadPerTaskExecutor();
  private final DemoProperties properties;
  private final Clock clock;
  private volatile Optional<PowowClient> client = Optional.empty();

  Demo(DemoProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  void start(URI server) {
    everybody.execute(() -> {
      try {
        perform(server);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.warn("The demo has ended: {}", e.toString());
      }
    });
  }

  private void perform(URI server) throws InterruptedException {
    Play play = Play.load();
    DemoPace pace = new DemoPace(properties.pace());
    PowowClient powow = new PowowClient(server, clock);
    client = Optional.of(powow);
    Troupe troupe = gather(play, powow, pace);
    LOG.info("The demo plays: {} people, {} scenes", play.people().size(), play.scenes().size());
    for (int i = 0; i < PROGRAMME.size(); i++) {
      List<PlayLine> steps = new ArrayList<>();
      for (int scene : PROGRAMME.get(i)) {
        steps.addAll(play.scenes().get(scene));
      }
      Stage stage = new Stage(i, steps, troupe, pace, properties.seed());
      everybody.execute(() -> untilStopped(stage::play));
    }
    Athens athens = new Athens(clock);
    everybody.execute(() ->
        untilStopped(
            () -> athens.settle(troupe.actors(), troupe.actor("theseus"), troupe.actor("quince"))));
    everybody.execute(
        () -> untilStopped(() -> troupe.comeAndGo(pace, new Random(properties.seed()))));
  }

  /// Signs in all people, retrying while the server rebuilds its views.
  private Troupe gather(Play play, PowowClient powow, DemoPace pace) throws InterruptedException {
    while (true) {
      try {
        return new Troupe(play.people(), powow, pace, properties.seed(), everybody);
      } catch (IOException e) {
        LOG.info("The demo waits for the server: {}", e.getMessage());
      }
      Thread.sleep(TRY_AGAIN_AFTER);
    }
  }

  private interface Act {
    void play() throws InterruptedException;
  }

  private static void untilStopped(Act act) {
    try {
      act.play();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("A stage of the demo has closed: {}", e.toString());
    }
  }

  @Override
  public void close() {
    everybody.shutdownNow();
    client.ifPresent(PowowClient::close);
  }
}
