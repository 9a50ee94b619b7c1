package info.powow.projection.person;

import info.powow.projection.mongo.StoredView;
import info.powow.projection.mongo.ViewCodec;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonReader;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonWriter;

/// Relations between a person or a conversation and others. Each is a separate field, because they
/// are written independently of each other.
///
/// @param marks the marks that are set, by subject
public record MarksView(String id, Map<String, Mark> marks) implements StoredView {

  /// @param position the sequence of the event that set it
  /// @param by the person who did
  public record Mark(long position, String by, Instant at) {}

  static MarksView none(String id) {
    return new MarksView(id, Map.of());
  }

  static String fieldOf(String about) {
    return "marks." + about;
  }

  /// A field that is kept when the mark is removed, so that an older event cannot replace it.
  static BsonDocument entry(long position, String by, Instant at, boolean set) {
    return new BsonDocument("position", new BsonInt64(position))
        .append("by", new BsonString(by))
        .append("at", new BsonDateTime(at.toEpochMilli()))
        .append("set", new BsonBoolean(set));
  }

  /// The update that removes all marks but this many.
  BsonDocument allButTheNewest(int count) {
    BsonDocument fields = new BsonDocument();
    marks.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Mark> each) -> each.getValue().at())
                .reversed()
                .thenComparing(Map.Entry::getKey))
        .skip(count)
        .forEach(each -> fields.append(fieldOf(each.getKey()), BsonNull.VALUE));
    return new BsonDocument("$unset", fields);
  }

  public static final ViewCodec<MarksView> CODEC =
      new ViewCodec<>(MarksView.class) {
        @Override
        protected void write(BsonWriter writer, MarksView view) {
          throw new UnsupportedOperationException("marks are written field by field");
        }

        @Override
        protected MarksView read(BsonReader reader) {
          String id = "";
          Map<String, Mark> marks = new LinkedHashMap<>();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case "marks" -> {
                reader.readStartDocument();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                  readMark(reader.readName(), reader, marks);
                }
                reader.readEndDocument();
              }
              default -> reader.skipValue();
            }
          }
          return new MarksView(id, Collections.unmodifiableMap(marks));
        }

        private void readMark(String about, BsonReader reader, Map<String, Mark> marks) {
          long position = 0;
          String by = "";
          Instant at = Instant.EPOCH;
          boolean set = false;
          reader.readStartDocument();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "position" -> position = reader.readInt64();
              case "by" -> by = reader.readString();
              case "at" -> at = readTime(reader);
              case "set" -> set = reader.readBoolean();
              default -> reader.skipValue();
            }
          }
          reader.readEndDocument();
          if (set) {
            marks.put(about, new Mark(position, by, at));
          }
        }
      };
}
