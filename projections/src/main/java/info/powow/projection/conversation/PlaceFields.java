package info.powow.projection.conversation;

import info.powow.domain.place.Place;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.jspecify.annotations.Nullable;

/// Writes a place as a field of another document.
final class PlaceFields {
  private PlaceFields() {}

  /// Writes nothing for null.
  static void write(BsonWriter writer, String name, @Nullable Place place) {
    if (place == null) {
      return;
    }
    writer.writeStartDocument(name);
    writer.writeDouble("lat", place.lat());
    writer.writeDouble("lon", place.lon());
    if (place.label() != null) {
      writer.writeString("label", place.label());
    }
    writer.writeEndDocument();
  }

  static Place read(BsonReader reader) {
    double lat = 0;
    double lon = 0;
    String label = null;
    reader.readStartDocument();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      switch (reader.readName()) {
        case "lat" -> lat = reader.readDouble();
        case "lon" -> lon = reader.readDouble();
        case "label" -> label = reader.readString();
        default -> reader.skipValue();
      }
    }
    reader.readEndDocument();
    return new Place(lat, lon, label);
  }
}
