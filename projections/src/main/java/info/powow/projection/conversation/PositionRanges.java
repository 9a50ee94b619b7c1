package info.powow.projection.conversation;

import info.powow.domain.conversation.PositionRange;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;

/// Stores position ranges as pairs; the end of an open range is null.
final class PositionRanges {
  private PositionRanges() {}

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
      long to = PositionRange.OPEN;
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
