package info.powow.projection.gathering;

import info.powow.domain.gathering.Answer;
import info.powow.projection.mongo.StoredView;
import info.powow.projection.mongo.ViewCodec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonReader;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonWriter;

/// One person's gatherings. Each is a separate field, because gatherings are written independently
/// of each other.
///
/// @param gatherings by id: `host`, or the person's answer unless declined
public record CalendarView(String id, Map<String, String> gatherings) implements StoredView {
  public static final String HOST = "host";
  static final String DECLINED = Answer.DECLINED.name().toLowerCase(Locale.ROOT);

  static String fieldOf(String gathering) {
    return "gatherings." + gathering;
  }

  /// A field that is kept when the person declines, so that an older event cannot replace it.
  ///
  /// @param at the sequence of the event in the gathering's stream
  static BsonDocument entry(long at, String what) {
    return new BsonDocument("at", new BsonInt64(at)).append("what", new BsonString(what));
  }

  public static final ViewCodec<CalendarView> CODEC =
      new ViewCodec<>(CalendarView.class) {
        @Override
        protected void write(BsonWriter writer, CalendarView view) {
          throw new UnsupportedOperationException("a calendar is written field by field");
        }

        @Override
        protected CalendarView read(BsonReader reader) {
          String id = "";
          Map<String, String> gatherings = new LinkedHashMap<>();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case "gatherings" -> {
                reader.readStartDocument();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                  String gathering = reader.readName();
                  String what = what(reader);
                  if (!what.equals(DECLINED)) {
                    gatherings.put(gathering, what);
                  }
                }
                reader.readEndDocument();
              }
              default -> reader.skipValue();
            }
          }
          return new CalendarView(id, Collections.unmodifiableMap(gatherings));
        }

        private String what(BsonReader reader) {
          String what = DECLINED;
          reader.readStartDocument();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "what" -> what = reader.readString();
              default -> reader.skipValue();
            }
          }
          reader.readEndDocument();
          return what;
        }
      };
}
