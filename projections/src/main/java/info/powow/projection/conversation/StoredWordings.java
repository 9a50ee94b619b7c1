package info.powow.projection.conversation;

import info.powow.domain.conversation.Wording;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;

/// How it is stored what became of messages: for each the message, its deletion, whether all edits
/// are there, and the edits.
final class StoredWordings {
  private StoredWordings() {}

  static void write(BsonWriter writer, String name, List<Wording> wordings) {
    writer.writeStartArray(name);
    for (Wording wording : wordings) {
      writer.writeStartArray();
      writer.writeInt64(wording.message());
      writer.writeInt64(wording.deletion());
      writer.writeInt64(wording.isComplete() ? 1 : 0);
      wording.edits().forEach(writer::writeInt64);
      writer.writeEndArray();
    }
    writer.writeEndArray();
  }

  static List<Wording> read(BsonReader reader) {
    List<Wording> wordings = new ArrayList<>();
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
      wordings.add(new Wording(message, edits, complete, deletion));
    }
    reader.readEndArray();
    return List.copyOf(wordings);
  }
}
