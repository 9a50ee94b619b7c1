package info.powow.analytics.replay.child;

import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.seal.PublicParts;
import info.powow.eventlog.seal.Sealing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads events of one stream, with or without personal data, and with ids as the replay shows
/// them.
final class EventReader {
  private static final byte[] ERASED =
      "\"withheld\":\"erased\"".getBytes(StandardCharsets.US_ASCII);
  private static final String PERSONAL = "personal";

  /// The stream of a read marker is named `conversation~person`.
  private static final char READ_MARKER = '~';

  private final ChildLog log;
  private final EventJson json;
  private final ReplayableTypes types;
  private final PublicParts publicParts;
  private final @Nullable Sealing sealing;
  private final @Nullable Pseudonyms pseudonyms;

  /// @param withheld why the texts are not shown; null if they are
  record Read(long index, long sequence, Object event, @Nullable String withheld) {}

  /// @param sealing null to leave out personal data
  /// @param pseudonyms null to leave ids as they are
  EventReader(
      ChildLog log,
      EventJson json,
      ReplayableTypes types,
      PublicParts publicParts,
      @Nullable Sealing sealing,
      @Nullable Pseudonyms pseudonyms) {
    this.log = log;
    this.json = json;
    this.types = types;
    this.publicParts = publicParts;
    this.sealing = sealing;
    this.pseudonyms = pseudonyms;
  }

  /// @param stream the name as the replay shows it
  List<Read> stream(String stream, long from, int maxCount) {
    String stored = stored(stream);
    return stored == null
        ? List.of()
        : log.stream(stored, from, maxCount).stream().map(this::read).toList();
  }

  Read at(String stream, long position) {
    return stream(stream, position, 1).getFirst();
  }

  /// The name of the stream in the log; null if there is no such stream.
  private @Nullable String stored(String stream) {
    int tilde = stream.indexOf(READ_MARKER);
    if (tilde < 0) {
      return idOf(stream);
    }
    String conversation = idOf(stream.substring(0, tilde));
    String person = idOf(stream.substring(tilde + 1));
    return conversation == null || person == null ? null : conversation + READ_MARKER + person;
  }

  /// The id for a pseudonym that the replay shows, or null. If the pseudonym is not known yet,
  /// searches the names of the streams.
  @Nullable String idOf(String shown) {
    if (pseudonyms == null) {
      return shown;
    }
    String known = pseudonyms.idOf(shown);
    for (long index = 0; known == null && index < log.head(); index++) {
      Entry entry = log.next(index).entry();
      if (types.of(entry.type()) != null) {
        known = idIn(entry.stream(), shown, pseudonyms);
      }
    }
    return known;
  }

  private static @Nullable String idIn(String stream, String shown, Pseudonyms pseudonyms) {
    int tilde = stream.indexOf(READ_MARKER);
    String first = tilde < 0 ? stream : stream.substring(0, tilde);
    if (pseudonyms.of(first).equals(shown)) {
      return first;
    }
    String second = tilde < 0 ? "" : stream.substring(tilde + 1);
    return !second.isEmpty() && pseudonyms.of(second).equals(shown) ? second : null;
  }

  /// An id as the replay shows it.
  String shown(String id) {
    return pseudonyms == null ? id : pseudonyms.of(id);
  }

  private Read read(Logged logged) {
    Entry stored = logged.entry();
    Entry entry = sealing == null ? publicParts.open(stored) : sealing.open(stored);
    String withheld = null;
    if (PublicParts.isSealed(stored)) {
      withheld = sealing == null ? PERSONAL : isErased(entry.payload()) ? "erased" : null;
    }
    byte[] payload =
        pseudonyms == null
            ? entry.payload()
            : pseudonyms.in(entry.payload(), types.of(entry.type()));
    return new Read(logged.index(), entry.sequence(), json.decode(entry.type(), payload), withheld);
  }

  /// Whether the personal part of an event was erased. Quotes within a text are escaped, so no text
  /// can imitate the mark.
  static boolean isErased(byte[] payload) {
    return Selection.contains(payload, ERASED);
  }

  /// The name if names are shown, or null.
  @Nullable String revealed(@Nullable String name) {
    return sealing == null || name == null || name.isEmpty() ? null : name;
  }
}
