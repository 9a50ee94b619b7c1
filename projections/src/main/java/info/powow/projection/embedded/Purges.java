package info.powow.projection.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.BadValueException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Purges the store in the background, one at a time. `{purgeDeleted: 0}` asks for a purge and is
/// answered with its ticket. `{purgeDeleted: ticket}` asks whether it is done.
///
/// One purge is enough for everybody who asked before it began.
final class Purges {
  static final String COMMAND = "purgeDeleted";

  private static final Logger LOG = LoggerFactory.getLogger(Purges.class);

  private final DocumentStore store;
  private long requested;
  private long done;
  private long failed;
  private boolean running;

  Purges(DocumentStore store) {
    this.store = store;
  }

  synchronized Document handle(Document command) {
    if (!(command.get(COMMAND) instanceof Number number)) {
      throw new BadValueException(COMMAND + " must be a number");
    }
    long ticket = number.longValue();
    if (ticket == 0) {
      ticket = ++requested;
      if (!running) {
        running = true;
        Thread _ = Thread.ofPlatform().daemon().name("powow-views-purge").start(this::run);
      }
    }
    return new Document("ticket", ticket)
        .append("done", done >= ticket)
        // After a restart, tickets begin again.
        .append("failed", ticket > requested || (done < ticket && failed >= ticket))
        .append("ok", 1.0);
  }

  private void run() {
    long next;
    while ((next = next()) > 0) {
      boolean isDone = false;
      try {
        store.purge();
        isDone = true;
      } catch (RuntimeException | Error e) {
        LOG.warn("What was deleted from the views may still be in their files: {}", e.toString());
      } finally {
        ended(next, isDone);
      }
    }
  }

  private synchronized long next() {
    long ended = Math.max(done, failed);
    running = ended < requested;
    return running ? requested : 0;
  }

  private synchronized void ended(long ticket, boolean isDone) {
    if (isDone) {
      done = ticket;
    } else {
      failed = ticket;
    }
  }
}
