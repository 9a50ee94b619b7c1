package info.powow.projection.person;

import info.powow.projection.mongo.StoredView;
import info.powow.projection.mongo.ViewCodec;
import org.bson.BsonReader;
import org.bson.BsonWriter;

/// The owner of a handle.
public record HandleView(String id, String person) implements StoredView {
  public static final ViewCodec<HandleView> CODEC =
      new ViewCodec<>(HandleView.class) {
        @Override
        protected void write(BsonWriter writer, HandleView view) {
          writer.writeString("_id", view.id());
          writer.writeString("person", view.person());
        }

        @Override
        protected HandleView read(BsonReader reader) {
          String id = "";
          String person = "";
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case "person" -> person = reader.readString();
              default -> reader.skipValue();
            }
          }
          return new HandleView(id, person);
        }
      };
}
