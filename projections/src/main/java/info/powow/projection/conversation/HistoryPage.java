package info.powow.projection.conversation;

import info.powow.domain.conversation.TextHistory;
import info.powow.projection.mongo.PositionedView;
import info.powow.projection.mongo.ViewCodec;
import info.powow.projector.ViewFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bson.BsonReader;
import org.bson.BsonWriter;

/// A page of a conversation's history in its current state: the entries at [#POSITIONS] consecutive
/// positions.
///
/// Entries are lines of JSON in order. Each is an event in wire form, with later changes merged in
/// ([HistoryMessageJson]). They are stored as the bytes that clients receive, because they are
/// copied to answers far more often than they are parsed. Positions of edits, reactions and the
/// like have no line.
///
/// @param position the position of the last event that changed this page
/// @param lines UTF-8, each line with its line feed
/// @param wordings the text histories of messages that were edited or deleted; in a separate field,
///     so that they can be read without the lines
public record HistoryPage(String id, long position, byte[] lines, List<TextHistory> textHistories)
    implements PositionedView {
  public static final int POSITIONS = 32;

  /// The number of edits of a message that are tracked: the newest.
  public static final int EDITS_KEPT = 32;

  /// The fields that contain the text histories.
  public static final List<String> WORDINGS = List.of("position", "wordings");

  /// A MongoDB document is limited to 16 MB; this leaves room for its other fields.
  private static final int MAX_BYTES = 15 << 20;

  private static final byte[] POSITION = "\"position\":".getBytes(StandardCharsets.US_ASCII);

  public static final ViewCodec<HistoryPage> CODEC =
      new ViewCodec<>(HistoryPage.class) {
        @Override
        protected void write(BsonWriter writer, HistoryPage page) {
          writer.writeString("_id", page.id());
          writer.writeInt64("position", page.position());
          if (!page.textHistories().isEmpty()) {
            StoredTextHistories.write(writer, "wordings", page.textHistories());
          }
          writeBytes(writer, "lines", page.lines());
        }

        @Override
        protected HistoryPage read(BsonReader reader) {
          String id = "";
          long position = -1;
          byte[] lines = {};
          List<TextHistory> textHistories = List.of();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case "position" -> position = reader.readInt64();
              case "lines" -> lines = readBytes(reader);
              case "wordings" -> textHistories = StoredTextHistories.read(reader);
              default -> reader.skipValue();
            }
          }
          return new HistoryPage(id, position, lines, textHistories);
        }
      };

  /// One entry of the history.
  ///
  /// @param json its JSON object in UTF-8
  public record Entry(long position, byte[] json) {}

  static HistoryPage empty(String id) {
    return new HistoryPage(id, -1, new byte[0], List.of());
  }

  /// The number of the page that contains a position.
  public static long numberOf(long position) {
    return position / POSITIONS;
  }

  public static String idOf(String conversation, long number) {
    return conversation + "/" + number;
  }

  /// The entries of the page, in the order of positions.
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(POSITIONS);
    int start = 0;
    while (start < lines.length) {
      int end = endOfLine(start);
      entries.add(new Entry(positionOf(start, end), Arrays.copyOfRange(lines, start, end)));
      start = end + 1;
    }
    return entries;
  }

  /// Returns a page with one more line.
  HistoryPage with(long at, byte[] json) {
    byte[] longer = Arrays.copyOf(lines, required(lines.length + json.length + 1));
    System.arraycopy(json, 0, longer, lines.length, json.length);
    longer[longer.length - 1] = '\n';
    return new HistoryPage(id, at, longer, textHistories);
  }

  /// The text history of the message at this position.
  public TextHistory textHistory(long message) {
    for (TextHistory textHistory : textHistories) {
      if (textHistory.message() == message) {
        return textHistory;
      }
    }
    return TextHistory.asSent(message);
  }

  /// Returns a page with a changed text history.
  HistoryPage with(TextHistory textHistory) {
    List<TextHistory> next = new ArrayList<>(textHistories);
    next.removeIf(other -> other.message() == textHistory.message());
    next.add(textHistory.newest(EDITS_KEPT));
    return new HistoryPage(id, position, lines, List.copyOf(next));
  }

  /// The line of the message at this position.
  byte[] line(long message) {
    int start = 0;
    while (start < lines.length) {
      int end = endOfLine(start);
      if (positionOf(start, end) == message) {
        return Arrays.copyOfRange(lines, start, end);
      }
      start = end + 1;
    }
    throw new ViewFault("there is no message at position " + message + " of page " + id);
  }

  /// Returns a page with a changed line.
  HistoryPage changed(long at, long message, UnaryOperator<byte[]> change) {
    int start = 0;
    while (start < lines.length) {
      int end = endOfLine(start);
      if (positionOf(start, end) == message) {
        byte[] line = change.apply(Arrays.copyOfRange(lines, start, end));
        byte[] next = new byte[required(start + line.length + lines.length - end)];
        System.arraycopy(lines, 0, next, 0, start);
        System.arraycopy(line, 0, next, start, line.length);
        System.arraycopy(lines, end, next, start + line.length, lines.length - end);
        return new HistoryPage(id, at, next, textHistories);
      }
      start = end + 1;
    }
    throw new ViewFault("there is no message at position " + message + " of page " + id);
  }

  /// Returns a page without the words of an erased author; this page if it has none.
  HistoryPage erased(long at, String author) {
    HistoryPage page = this;
    for (Entry entry : entries()) {
      if (HistoryMessageJson.isBy(author, entry.json())) {
        page = page.changed(at, entry.position(), HistoryMessageJson::erased);
      }
    }
    return page;
  }

  private static int required(int bytes) {
    if (bytes > MAX_BYTES) {
      throw new ViewFault("a page of history would have " + bytes + " bytes");
    }
    return bytes;
  }

  private int endOfLine(int start) {
    int end = start;
    while (lines[end] != '\n') {
      end++;
    }
    return end;
  }

  /// Type and position come first in every line. Type names are defined by us and contain no
  /// quotes.
  private long positionOf(int start, int end) {
    int at = start;
    while (!startsWithPosition(at, end)) {
      at++;
      if (at >= end) {
        throw new ViewFault("a line of page " + id + " has no position");
      }
    }
    at += POSITION.length;
    long position = 0;
    while (at < end && lines[at] >= '0' && lines[at] <= '9') {
      position = position * 10 + (lines[at] - '0');
      at++;
    }
    return position;
  }

  private boolean startsWithPosition(int at, int end) {
    return at + POSITION.length <= end
        && Arrays.equals(lines, at, at + POSITION.length, POSITION, 0, POSITION.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HistoryPage page
        && id.equals(page.id)
        && position == page.position
        && Arrays.equals(lines, page.lines)
        && textHistories.equals(page.textHistories);
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + Arrays.hashCode(lines);
  }

  @Override
  public String toString() {
    return "HistoryPage[" + id + ", " + position + ", " + lines.length + " bytes]";
  }
}
