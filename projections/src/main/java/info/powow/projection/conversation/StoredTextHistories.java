package info.powow.projection.conversation;

import info.powow.domain.conversation.TextHistory;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;

/// Stores text histories: for each message its position, its deletion, whether all edits are
/// present, and the edits.
final class StoredTextHistories {
  private StoredTextHistories() {}

  static void write(BsonWriter writer, String name, List<TextHistory> textHistories) {
    writer.writeStartArray(name);
    for (TextHistory textHistory : textHistories) {
      writer.writeStartArray();
      writer.writeInt64(textHistory.message());
      writer.writeInt64(textHistory.deletion());
      writer.writeInt64(textHistory.isComplete() ? 1 : 0);
      textHistory.edits().forEach(writer::writeInt64);
      writer.writeEndArray();
    }
    writer.writeEndArray();
  }

  static List<TextHistory> read(BsonReader reader) {
    List<TextHistory> textHistories = new ArrayList<>();
    reader.readStartArray();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      reader.readStartArray();
      long message = reader.readInt64();
      long deletion = reader.readInt64();
      boolean complete = reader.readInt64() == 1;
      List<Long> edits = new ArrayList<>();
      while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
        edits.add(reader.readInt64());
      }
      reader.readEndArray();
      textHistories.add(new TextHistory(message, edits, complete, deletion));
    }
    reader.readEndArray();
    return List.copyOf(textHistories);
  }
}
