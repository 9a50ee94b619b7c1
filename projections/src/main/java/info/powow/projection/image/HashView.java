package info.powow.projection.image;

import info.powow.projection.mongo.StoredView;
import info.powow.projection.mongo.ViewCodec;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;

/// The pictures that share the same bytes.
///
/// @param id the hash of the bytes
public record HashView(String id, Set<String> images) implements StoredView {

  static String fieldOf(String image) {
    return "images." + image;
  }

  public static final ViewCodec<HashView> CODEC =
      new ViewCodec<>(HashView.class) {
        @Override
        protected void write(BsonWriter writer, HashView view) {
          throw new UnsupportedOperationException("it is written field by field");
        }

        @Override
        protected HashView read(BsonReader reader) {
          String id = "";
          Set<String> images = new LinkedHashSet<>();
          String name;
          while ((name = nextField(reader)) != null) {
            switch (name) {
              case "_id" -> id = reader.readString();
              case "images" -> {
                reader.readStartDocument();
                while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                  images.add(reader.readName());
                  reader.skipValue();
                }
                reader.readEndDocument();
              }
              default -> reader.skipValue();
            }
          }
          return new HashView(id, images);
        }
      };
}
