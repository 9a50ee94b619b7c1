package info.powow.projection.conversation;

import java.util.ArrayList;
import java.util.List;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;

/// A stretch of a conversation's positions that somebody may see, both ends included.
///
/// @param to [#OPEN] while it still grows
public record PositionRange(long from, long to) {
  public static final long OPEN = Long.MAX_VALUE;

  public PositionRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("not a range: " + from + " to " + to);
    }
  }

  public static PositionRange startingAt(long from) {
    return new PositionRange(from, OPEN);
  }

  public boolean isOpen() {
    return to == OPEN;
  }

  public boolean contains(long position) {
    return from <= position && position <= to;
  }

  public static boolean anyContains(List<PositionRange> ranges, long position) {
    for (PositionRange range : ranges) {
      if (range.contains(position)) {
        return true;
      }
    }
    return false;
  }

  /// These and one that starts here; joined together where they would overlap.
  static List<PositionRange> opened(List<PositionRange> ranges, long from) {
    List<PositionRange> next = new ArrayList<>(ranges);
    long start = from;
    while (!next.isEmpty() && next.getLast().to() >= start - 1) {
      start = Math.min(start, next.removeLast().from());
    }
    next.add(startingAt(start));
    return List.copyOf(next);
  }

  /// These with the open one ending here.
  static List<PositionRange> closed(List<PositionRange> ranges, long to) {
    if (ranges.isEmpty() || !ranges.getLast().isOpen()) {
      return ranges;
    }
    List<PositionRange> next = new ArrayList<>(ranges);
    next.add(new PositionRange(next.removeLast().from(), to));
    return List.copyOf(next);
  }

  static void write(BsonWriter writer, String name, List<PositionRange> ranges) {
    writer.writeStartArray(name);
    for (PositionRange range : ranges) {
      writer.writeStartArray();
      writer.writeInt64(range.from());
      if (range.isOpen()) {
        writer.writeNull();
      } else {
        writer.writeInt64(range.to());
      }
      writer.writeEndArray();
    }
    writer.writeEndArray();
  }

  static List<PositionRange> read(BsonReader reader) {
    List<PositionRange> ranges = new ArrayList<>(2);
    reader.readStartArray();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      reader.readStartArray();
      long from = reader.readInt64();
      long to = OPEN;
      if (reader.readBsonType() == BsonType.NULL) {
        reader.readNull();
      } else {
        to = reader.readInt64();
      }
      reader.readEndArray();
      ranges.add(new PositionRange(from, to));
    }
    reader.readEndArray();
    return List.copyOf(ranges);
  }
}
