package info.powow.standalone.backup;

import info.powow.eventlog.engine.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Handles requests from the [ControlFolder]: backups, restores, and the verbs of others.
final class BackupControl implements SmartLifecycle {
  private static final Logger logger = LoggerFactory.getLogger(BackupControl.class);
  private static final long POLL_MILLIS = 500;

  private final EventLog log;
  private final ControlFolder control;
  private final Path images;
  private final Path search;
  private final Clock clock;
  private final List<ControlVerb> verbs;
  private final Consumer<RestartWork> restart;
  private volatile Thread thread;

  /// Work to be done between the end of this application and the start of the next.
  interface RestartWork {
    void whileStopped() throws IOException;

    /// @param failure null if Powow is running again
    void afterwards(@Nullable Exception failure);
  }

  BackupControl(
      EventLog log,
      ControlFolder control,
      Path images,
      Path search,
      Clock clock,
      List<ControlVerb> verbs,
      Consumer<RestartWork> restart) {
    this.log = log;
    this.control = control;
    this.images = images;
    this.search = search;
    this.clock = clock;
    this.verbs = verbs;
    this.restart = restart;
    this.thread = unstarted();
  }

  private Thread unstarted() {
    return Thread.ofVirtual().name("powow-control").unstarted(this::run);
  }

  @Override
  public void start() {
    try {
      control.open();
    } catch (IOException e) {
      logger.warn("Backups of a running Powow are unavailable: {}", e.getMessage());
      return;
    }
    thread = unstarted();
    thread.start();
  }

  @Override
  public void stop() {
    thread.interrupt();
  }

  @Override
  public boolean isRunning() {
    return thread.isAlive();
  }

  private void run() {
    try {
      while (true) {
        for (ControlFolder.Request request : control.take()) {
          if (!handle(request)) {
            return;
          }
        }
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      logger.warn("Backups of a running Powow are no longer available: {}", e.getMessage());
    }
  }

  /// @return false if Powow is about to restart
  private boolean handle(ControlFolder.Request request) throws IOException {
    List<String> words = request.words();
    ControlFolder.Answer answer;
    try {
      String verb = words.getFirst();
      switch (verb) {
        case BackupTool.BACKUP -> answer = backup(Path.of(words.get(1)));
        case BackupTool.RESTORE -> {
          restore(request.id(), Path.of(words.get(1)));
          return false;
        }
        default -> answer = run(verb, words.subList(1, words.size()));
      }
    } catch (BackupRefused | ControlVerb.Refused e) {
      answer = new ControlFolder.Answer(false, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      logger.error("A command of the control folder failed", e);
      answer =
          new ControlFolder.Answer(false, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    control.answer(request.id(), answer);
    return true;
  }

  private ControlFolder.Answer run(String verb, List<String> words) throws ControlVerb.Refused {
    for (ControlVerb each : verbs) {
      if (each.verb().equals(verb)) {
        return new ControlFolder.Answer(true, each.run(words));
      }
    }
    return new ControlFolder.Answer(false, "Powow does not know " + verb + ".");
  }

  private ControlFolder.Answer backup(Path target) throws IOException {
    int files = Backup.write(log, images, target, clock.instant());
    logger.info("Made a backup in {}", target);
    return new ControlFolder.Answer(true, "The backup in " + target + " has " + files + " files.");
  }

  private void restore(String id, Path backup) throws IOException {
    Restore restore = Restore.prepare(backup, log.folder(), images, search);
    logger.warn("Restarting with the backup in {}", backup);
    restart.accept(
        new RestartWork() {
          @Override
          public void whileStopped() throws IOException {
            restore.commit();
          }

          @Override
          public void afterwards(@Nullable Exception failure) {
            try {
              control.answer(
                  id,
                  failure == null
                      ? new ControlFolder.Answer(
                          true, "Powow runs with the backup in " + backup + ".")
                      : new ControlFolder.Answer(
                          false, "Powow did not start again: " + failure.getMessage()));
            } catch (IOException e) {
              logger.warn("Cannot report the result of the restore: {}", e.getMessage());
            }
          }
        });
  }
}
