package info.powow.projection.person;

import info.powow.projection.mongo.StoredView;
import info.powow.projection.mongo.ViewCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonReader;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.jspecify.annotations.Nullable;

/// Relations between a person or a conversation and others. Each is a separate field, because they
/// are written independently of each other.
///
/// @param marks the marks that are set, by subject
/// @param removed the marks that were removed again, by subject
public record MarksView(String id, Map<String, Mark> marks, Map<String, Mark> removed)
    implements StoredView {
  /// With more of a kind, the oldest are dropped until half are left.
  private static final int MOST = 1_000;

  /// @param position the sequence of the event that set it
  /// @param by the person who did
  public record Mark(long position, String by, Instant at) {}

  static MarksView none(String id) {
    return new MarksView(id, Map.of(), Map.of());
  }

  public static String fieldOf(String about) {
    return "marks." + about;
  }

  /// A field that is kept when the mark is removed, so that an older event cannot replace it.
  static BsonDocument entry(long position, String by, Instant at, boolean set) {
    return new BsonDocument("position", new BsonInt64(position))
        .append("by", new BsonString(by))
        .append("at", new BsonDateTime(at.toEpochMilli()))
        .append("set", new BsonBoolean(set));
  }

  /// The update that keeps a document small: it drops the oldest marks that were removed again and,
  /// if asked, the oldest that others have set. Null if there are few.
  ///
  /// A removed mark that is dropped may appear once more while old events are written again, until
  /// its removal is.
  @Nullable BsonDocument pruned(boolean thoseOfOthers) {
    List<String> dropped = new ArrayList<>(oldest(removed.entrySet().stream()));
    if (thoseOfOthers) {
      dropped.addAll(
          oldest(marks.entrySet().stream().filter(each -> !each.getValue().by().equals(id))));
    }
    if (dropped.isEmpty()) {
      return null;
    }
    BsonDocument fields = new BsonDocument();
    dropped.forEach(about -> fields.append(fieldOf(about), BsonNull.VALUE));
    return new BsonDocument("$unset", fields);
  }

  private static List<String> oldest(Stream<Map.Entry<String, Mark>> marks) {
    List<String> newestFirst =
        marks
            .sorted(
                Comparator.comparing((Map.Entry<String, Mark> each) -> each.getValue().at())
                    .reversed()
                    .thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .toList();
    return newestFirst.size() <= MOST
        ? List.of()
        : newestFirst.subList(MOST / 2, newestFirst.size());
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
          Map<String, Mark> removed = new LinkedHashMap<>();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case "marks" -> {
                reader.readStartDocument();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                  readMark(reader.readName(), reader, marks, removed);
                }
                reader.readEndDocument();
              }
              default -> reader.skipValue();
            }
          }
          return new MarksView(
              id, Collections.unmodifiableMap(marks), Collections.unmodifiableMap(removed));
        }

        private void readMark(
            String about, BsonReader reader, Map<String, Mark> marks, Map<String, Mark> removed) {
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
          (set ? marks : removed).put(about, new Mark(position, by, at));
        }
      };
}
