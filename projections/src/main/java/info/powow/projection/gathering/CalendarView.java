package info.powow.projection.gathering;

import info.powow.projection.mongo.View;
import info.powow.projection.mongo.ViewCodec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;

/// One person's gatherings. Each is a field of its own, because gatherings are written
/// independently of each other.
///
/// @param gatherings by id: `host`, or what they have answered
public record CalendarView(String id, Map<String, String> gatherings) implements View {
  static final String HOST = "host";
  static final String GATHERINGS = "gatherings";

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
              case GATHERINGS -> {
                reader.readStartDocument();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                  gatherings.put(reader.readName(), reader.readString());
                }
                reader.readEndDocument();
              }
              default -> reader.skipValue();
            }
          }
          return new CalendarView(id, Collections.unmodifiableMap(gatherings));
        }
      };
}
