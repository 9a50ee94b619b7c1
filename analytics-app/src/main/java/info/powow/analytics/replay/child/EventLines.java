package info.powow.analytics.replay.child;

import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.json.WireEvent;
import info.powow.eventlog.seal.PublicParts;
import info.powow.eventlog.seal.Sealing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes events as lines of JSON: index, type and position, followed by the stored fields. The
/// bytes depend only on the log and the replay, not on time zone, locale or clock.
final class EventLines {
  private static final byte[] WITHHELD =
      ",\"withheld\":\"personal\"".getBytes(StandardCharsets.US_ASCII);

  private final ReplayableTypes types;
  private final @Nullable Sealing sealing;
  private final @Nullable Pseudonyms pseudonyms;

  /// @param sealing null to leave out personal data
  /// @param pseudonyms null to leave ids as they are
  EventLines(ReplayableTypes types, @Nullable Sealing sealing, @Nullable Pseudonyms pseudonyms) {
    this.types = types;
    this.sealing = sealing;
    this.pseudonyms = pseudonyms;
  }

  /// Appends the line of an event.
  void write(Logged logged, ByteArrayOutputStream out) {
    Entry entry = logged.entry();
    byte[] fields = sealing == null ? PublicParts.json(entry) : sealing.open(entry).payload();
    if (pseudonyms != null) {
      fields = pseudonyms.in(fields, types.of(entry.type()));
    }
    out.writeBytes(
        ascii(
            "{\"index\":"
                + logged.index()
                + ",\"type\":\""
                + WireEvent.typeOnTheWire(entry.type())
                + "\",\"position\":"
                + entry.sequence()));
    if (fields.length > 2) {
      out.write(',');
      out.write(fields, 1, fields.length - 2);
    }
    if (sealing == null && PublicParts.isSealed(entry)) {
      out.writeBytes(WITHHELD);
    }
    out.write('}');
    out.write('\n');
  }

  /// The last line.
  ///
  /// @param unknown the number of events of types that this version does not know
  static byte[] end(long events, long unknown) {
    return ascii("{\"type\":\"replayed\",\"events\":" + events + ",\"unknown\":" + unknown + "}\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
