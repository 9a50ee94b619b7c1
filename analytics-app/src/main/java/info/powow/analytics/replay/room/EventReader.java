package info.powow.analytics.replay.room;

import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.json.EventJson;
import info.powow.eventlog.seal.PublicParts;
import info.powow.eventlog.seal.Sealing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads events of one stream, with or without what is personal in them.
final class EventReader {
  private static final byte[] ERASED =
      "\"withheld\":\"erased\"".getBytes(StandardCharsets.US_ASCII);
  private static final String PERSONAL = "personal";

  private final RoomLog log;
  private final EventJson json;
  private final PublicParts publicParts;
  private final @Nullable Sealing sealing;

  /// @param withheld why its texts are not shown; null if they are
  record Read(long index, long sequence, Object event, @Nullable String withheld) {}

  /// @param sealing null to leave out what is personal
  EventReader(RoomLog log, EventJson json, PublicParts publicParts, @Nullable Sealing sealing) {
    this.log = log;
    this.json = json;
    this.publicParts = publicParts;
    this.sealing = sealing;
  }

  List<Read> stream(String stream, long from, int maxCount) {
    return log.stream(stream, from, maxCount).stream().map(this::read).toList();
  }

  Read at(String stream, long position) {
    return read(log.stream(stream, position, 1).getFirst());
  }

  private Read read(Logged logged) {
    Entry stored = logged.entry();
    Entry entry = sealing == null ? publicParts.open(stored) : sealing.open(stored);
    String withheld = null;
    if (PublicParts.isSealed(stored)) {
      withheld = sealing == null ? PERSONAL : isErased(entry.payload()) ? "erased" : null;
    }
    return new Read(
        logged.index(), entry.sequence(), json.decode(entry.type(), entry.payload()), withheld);
  }

  /// Whether the personal part of an event was erased. Quotes within a text are escaped, so that
  /// nobody can write a message that looks like it.
  static boolean isErased(byte[] payload) {
    return Selection.contains(payload, ERASED);
  }

  /// A name, if names are shown.
  @Nullable String revealed(@Nullable String name) {
    return sealing == null || name == null || name.isEmpty() ? null : name;
  }
}
