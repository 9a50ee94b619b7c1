package info.powow.projection.person;

import info.powow.projection.mongo.StoredView;
import info.powow.projection.mongo.ViewCodec;
import java.time.Instant;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonReader;
import org.bson.BsonWriter;

/// When a person was last seen.
///
/// @param acted the minute of their last act in the log
/// @param left when their last connection ended, if recorded; it is not in the log
public record SeenView(String id, Instant acted, Instant left) implements StoredView {

  public Instant latest() {
    return acted.isAfter(left) ? acted : left;
  }

  static BsonDocument actedAt(Instant time) {
    return max("acted", time);
  }

  public static BsonDocument leftAt(Instant time) {
    return max("left", time);
  }

  private static BsonDocument max(String field, Instant time) {
    return new BsonDocument("$max", new BsonDocument(field, new BsonDateTime(time.toEpochMilli())));
  }

  public static final ViewCodec<SeenView> CODEC =
      new ViewCodec<>(SeenView.class) {
        @Override
        protected void write(BsonWriter writer, SeenView view) {
          throw new UnsupportedOperationException("when somebody was seen only moves forward");
        }

        @Override
        protected SeenView read(BsonReader reader) {
          String id = "";
          Instant acted = Instant.EPOCH;
          Instant left = Instant.EPOCH;
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case "acted" -> acted = readTime(reader);
              case "left" -> left = readTime(reader);
              default -> reader.skipValue();
            }
          }
          return new SeenView(id, acted, left);
        }
      };
}
