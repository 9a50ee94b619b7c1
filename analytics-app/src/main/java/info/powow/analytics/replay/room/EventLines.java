package info.powow.analytics.replay.room;

import info.powow.eventlog.engine.Entry;
import info.powow.eventlog.engine.Logged;
import info.powow.eventlog.json.WireEvent;
import info.powow.eventlog.seal.PublicParts;
import info.powow.eventlog.seal.Sealing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// Writes events as lines of JSON: index, type and position, and then the fields as they are stored.
/// The bytes depend on the log and the replay only, not on time zone, locale or the clock.
final class EventLines {
  private static final byte[] WITHHELD =
      ",\"withheld\":\"personal\"".getBytes(StandardCharsets.US_ASCII);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ReplayableTypes types;
  private final @Nullable Sealing sealing;
  private final @Nullable Pseudonyms pseudonyms;

  /// @param sealing null to leave out what is personal
  /// @param pseudonyms null to leave ids as they are
  EventLines(ReplayableTypes types, @Nullable Sealing sealing, @Nullable Pseudonyms pseudonyms) {
    this.types = types;
    this.sealing = sealing;
    this.pseudonyms = pseudonyms;
  }

  /// Adds the line of an event.
  void write(Logged logged, ByteArrayOutputStream out) {
    Entry entry = logged.entry();
    byte[] fields = sealing == null ? PublicParts.json(entry) : sealing.open(entry).payload();
    if (pseudonyms != null) {
      ReplayableTypes.Shape shape = types.of(entry.type());
      fields = withPseudonyms(fields, shape == null ? Set.of() : shape.ids(), pseudonyms);
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
  /// @param unknown events of types that this version does not know
  static byte[] end(long events, long unknown) {
    return ascii("{\"type\":\"replayed\",\"events\":" + events + ",\"unknown\":" + unknown + "}\n");
  }

  private static byte[] withPseudonyms(byte[] fields, Set<String> ids, Pseudonyms pseudonyms) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(fields.length + 64);
    try (JsonParser in = JSON.createParser(fields);
        JsonGenerator to = JSON.createGenerator(out)) {
      boolean replaced = false;
      int depth = 0;
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        switch (token) {
          case START_OBJECT, START_ARRAY -> depth++;
          case END_OBJECT, END_ARRAY -> depth--;
          case PROPERTY_NAME -> replaced = depth == 1 && ids.contains(in.currentName());
          default -> {}
        }
        if (replaced && token == JsonToken.VALUE_STRING) {
          to.writeString(pseudonyms.of(in.getString()));
        } else {
          to.copyCurrentEvent(in);
        }
      }
    }
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
