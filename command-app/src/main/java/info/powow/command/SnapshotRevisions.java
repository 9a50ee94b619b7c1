package info.powow.command;

import info.powow.command.conversation.ConversationSnapshot;
import info.powow.command.identity.SessionsSnapshot;
import info.powow.command.person.PersonSnapshot;
import info.powow.eventlog.json.EventTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/// The revisions of snapshots.
///
/// A snapshot must not outlive the code that folded it. So its revision is the hash of a golden file
/// of that state (`states/NAME.jsonl`): a line for each event of a stream, with the state after it.
/// `GoldenStatesTest` fails when `evolve` changes a state, the file is written anew, and snapshots
/// of older revisions are ignored: the events are read instead.
final class SnapshotRevisions {
  private static final int LENGTH = 16;

  private SnapshotRevisions() {}

  /// The types of events, and those of snapshots.
  static EventTypes with(EventTypes events) {
    return events
        .and()
        .revision(ConversationSnapshot.class, of("conversation"))
        .revision(PersonSnapshot.class, of("person"))
        .revision(SessionsSnapshot.class, of("sessions"))
        .build();
  }

  private static String of(String state) {
    try (InputStream golden =
        SnapshotRevisions.class.getResourceAsStream("states/" + state + ".jsonl")) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(Objects.requireNonNull(golden, state).readAllBytes());
      return HexFormat.of().formatHex(hash).substring(0, LENGTH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
