package info.powow.projection.conversation;

import info.powow.projection.mongo.StoredView;
import info.powow.projection.mongo.ViewCodec;
import java.time.Instant;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonReader;
import org.bson.BsonWriter;

/// How far a person has read a conversation. It only moves forward, so it is written without being
/// read first.
public record ReadView(String id, long upTo, Instant at) implements StoredView {

  /// Equals the name of the stream.
  public static String idOf(String conversation, String person) {
    return conversation + "~" + person;
  }

  ReadView latest(ReadView other) {
    return new ReadView(id, Math.max(upTo, other.upTo), at.isAfter(other.at) ? at : other.at);
  }

  BsonDocument toUpdate() {
    return new BsonDocument(
        "$max",
        new BsonDocument("upTo", new BsonInt64(upTo))
            .append("at", new BsonDateTime(at.toEpochMilli())));
  }

  public static final ViewCodec<ReadView> CODEC =
      new ViewCodec<>(ReadView.class) {
        @Override
        protected void write(BsonWriter writer, ReadView view) {
          throw new UnsupportedOperationException("a read marker is moved forward, not replaced");
        }

        @Override
        protected ReadView read(BsonReader reader) {
          String id = "";
          long upTo = -1;
          Instant at = Instant.EPOCH;
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case "upTo" -> upTo = reader.readInt64();
              case "at" -> at = readTime(reader);
              default -> reader.skipValue();
            }
          }
          return new ReadView(id, upTo, at);
        }
      };
}
