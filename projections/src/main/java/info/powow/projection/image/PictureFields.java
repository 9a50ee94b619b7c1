package info.powow.projection.image;

import info.powow.domain.ImageId;
import info.powow.domain.image.ContentHash;
import info.powow.domain.image.ImageFormat;
import info.powow.domain.image.Picture;
import java.util.Locale;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.jspecify.annotations.Nullable;

/// Writes a picture as a field of another document.
public final class PictureFields {
  private PictureFields() {}

  /// Writes nothing for null.
  public static void write(BsonWriter writer, String name, @Nullable Picture picture) {
    if (picture == null) {
      return;
    }
    writer.writeStartDocument(name);
    writer.writeString("imageId", picture.imageId().value());
    writer.writeString("hash", picture.hash().value());
    writer.writeString("format", picture.format().extension());
    writer.writeInt32("width", picture.width());
    writer.writeInt32("height", picture.height());
    writer.writeString("placeholder", picture.placeholder());
    writer.writeEndDocument();
  }

  public static Picture read(BsonReader reader) {
    String imageId = "";
    String hash = "";
    ImageFormat format = ImageFormat.JPEG;
    int width = 1;
    int height = 1;
    String placeholder = "";
    reader.readStartDocument();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      switch (reader.readName()) {
        case "imageId" -> imageId = reader.readString();
        case "hash" -> hash = reader.readString();
        case "format" -> format = formatNamed(reader.readString());
        case "width" -> width = reader.readInt32();
        case "height" -> height = reader.readInt32();
        case "placeholder" -> placeholder = reader.readString();
        default -> reader.skipValue();
      }
    }
    reader.readEndDocument();
    return new Picture(
        new ImageId(imageId), new ContentHash(hash), format, width, height, placeholder);
  }

  static ImageFormat formatNamed(String extension) {
    return ImageFormat.valueOf(extension.toUpperCase(Locale.ROOT));
  }
}
