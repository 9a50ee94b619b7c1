package info.powow.http;

import info.powow.domain.Reason;
import info.powow.domain.Rejected;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// Places for large files that are written while they are read by the client. There are few for all
/// people together, and one for each person. Write to a [PacedOutput], so that nobody keeps a place
/// by reading slowly.
public final class Downloads {
  private final int places;
  private final Set<String> taken = new HashSet<>();

  public Downloads(int places) {
    this.places = places;
  }

  /// Writes a file.
  @FunctionalInterface
  public interface Writer {
    void write() throws IOException;
  }

  /// @throws Rejected `too_many_requests` if this person has a place already, `overloaded` if there
  ///     is none
  public void run(String person, Writer writer) throws IOException {
    synchronized (taken) {
      if (taken.contains(person)) {
        throw new Rejected(Reason.TOO_MANY_REQUESTS, Duration.ofMinutes(1));
      }
      if (taken.size() >= places) {
        throw new Rejected(Reason.OVERLOADED, Duration.ofMinutes(1));
      }
      taken.add(person);
    }
    try {
      writer.write();
    } finally {
      synchronized (taken) {
        taken.remove(person);
      }
    }
  }
}
