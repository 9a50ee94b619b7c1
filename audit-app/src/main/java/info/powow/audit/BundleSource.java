package info.powow.audit;

import info.powow.domain.HoldId;
import info.powow.eventlog.EventSource;
import info.powow.eventlog.LoggedEvent;
import info.powow.eventlog.seal.Sealing.Disclosed;
import info.powow.eventlog.transparency.EventProofs;
import info.powow.eventlog.transparency.EventProofs.ProvableEntry;
import info.powow.tlog.Leaf;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads events of conversations as lines of a bundle. With a transparency log, each line contains
/// its proof.
final class BundleSource {
  private final EventSource log;
  private final @Nullable EventProofs proofs;
  private final HeldWords held;
  private final List<HoldId> holds;

  /// @param proofs null if there is no transparency log
  /// @param holds the holds that may open erased words
  BundleSource(EventSource log, @Nullable EventProofs proofs, HeldWords held, List<HoldId> holds) {
    this.held = held;
    this.holds = holds;
    this.log = log;
    this.proofs = proofs;
  }

  /// A line of a bundle.
  ///
  /// @param index in the log
  /// @param erased whether its words were erased
  /// @param json without a line break
  record Line(long index, long position, boolean erased, byte[] json) {}

  List<Line> read(String conversation, long from, int maxCount) {
    List<Line> lines = new ArrayList<>(maxCount);
    if (proofs == null) {
      for (LoggedEvent event : log.read(conversation, from, maxCount)) {
        lines.add(unproved(held.open(event, holds)));
      }
    } else {
      for (ProvableEntry event : proofs.read(conversation, from, maxCount, holds)) {
        lines.add(proved(conversation, event));
      }
    }
    return lines;
  }

  /// The leaf of an event that lies outside of the range; null if there is none, or no proof.
  @Nullable Line outside(String conversation, long position) {
    if (proofs == null || position < 0) {
      return null;
    }
    List<ProvableEntry> found = proofs.read(conversation, position, 1);
    if (found.isEmpty()) {
      return null;
    }
    Leaf leaf = found.getFirst().leaf();
    StringBuilder json = head(conversation, leaf);
    json.append(",\"publicHash\":\"").append(base64(leaf.publicHash())).append('"');
    if (leaf.commitment().length > 0) {
      json.append(",\"commitment\":\"").append(base64(leaf.commitment())).append('"');
    }
    json.append(",\"reason\":\"out_of_range\"");
    return new Line(leaf.index(), position, false, bytes(end(json, leaf).toString()));
  }

  private static Line proved(String conversation, ProvableEntry event) {
    Leaf leaf = event.leaf();
    StringBuilder head = head(conversation, leaf).append(",\"public\":");
    byte[] start = bytes(head.toString());
    byte[] publicPart = event.content().publicPart();
    return switch (event.content()) {
      case Disclosed.Whole _ ->
          line(leaf, false, start, publicPart, bytes(end(new StringBuilder(), leaf).toString()));
      case Disclosed.Opened opened ->
          line(
              leaf,
              false,
              start,
              publicPart,
              bytes(",\"personal\":"),
              opened.personalPart(),
              bytes(
                  end(new StringBuilder(",\"r\":\"").append(base64(opened.r())).append('"'), leaf)
                      .toString()));
      case Disclosed.Erased erased ->
          line(
              leaf,
              true,
              start,
              publicPart,
              bytes(
                  end(
                          new StringBuilder(",\"withheld\":\"erased\",\"commitment\":\"")
                              .append(base64(erased.commitment()))
                              .append('"'),
                          leaf)
                      .toString()));
    };
  }

  private static Line line(Leaf leaf, boolean erased, byte[]... parts) {
    return new Line(leaf.index(), leaf.sequence(), erased, joined(parts));
  }

  private static StringBuilder head(String conversation, Leaf leaf) {
    return head(
        leaf.index(), conversation, leaf.sequence(), leaf.type(), leaf.revision(), leaf.atMillis());
  }

  private static StringBuilder head(
      long index, String conversation, long position, String type, String revision, long atMillis) {
    return new StringBuilder(256)
        .append("{\"index\":")
        .append(index)
        .append(",\"conversation\":\"")
        .append(conversation)
        .append("\",\"position\":")
        .append(position)
        .append(",\"type\":\"")
        .append(type)
        .append("\",\"revision\":\"")
        .append(revision)
        .append("\",\"at\":")
        .append(atMillis);
  }

  private static StringBuilder end(StringBuilder json, Leaf leaf) {
    return json.append(",\"leaf\":\"").append(leaf.hash().base64()).append("\"}");
  }

  private static Line unproved(LoggedEvent event) {
    StringBuilder head =
        head(
            event.index(),
            event.stream(),
            event.sequence(),
            event.type(),
            event.revision(),
            event.at().toEpochMilli());
    byte[] json = joined(bytes(head.append(",\"event\":").toString()), event.json(), bytes("}"));
    return new Line(event.index(), event.sequence(), SeenMessages.isErased(event), json);
  }

  private static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static void write(OutputStream out, Line line) throws IOException {
    out.write(line.json());
    out.write('\n');
  }
}
