package info.powow.projection.mongo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonBinary;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.jspecify.annotations.Nullable;

/// The BSON encoding of one kind of document, directly to and from bytes, because this is most of
/// the cost of writing a view.
///
/// Unknown fields are skipped on reading, so that a newer version may add fields.
public abstract class ViewCodec<T> implements Codec<T> {
  private final Class<T> type;

  protected ViewCodec(Class<T> type) {
    this.type = type;
  }

  @Override
  public final Class<T> getEncoderClass() {
    return type;
  }

  @Override
  public final void encode(BsonWriter writer, T value, EncoderContext context) {
    writer.writeStartDocument();
    write(writer, value);
    writer.writeEndDocument();
  }

  @Override
  public final T decode(BsonReader reader, DecoderContext context) {
    reader.readStartDocument();
    T value = read(reader);
    reader.readEndDocument();
    return value;
  }

  /// Writes the fields.
  protected abstract void write(BsonWriter writer, T value);

  /// Reads the fields up to the end of the document.
  protected abstract T read(BsonReader reader);

  /// Returns the name of the next field that has a value; null at the end.
  protected static @Nullable String nextField(BsonReader reader) {
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      String name = reader.readName();
      if (reader.getCurrentBsonType() != BsonType.NULL) {
        return name;
      }
      reader.readNull();
    }
    return null;
  }

  protected static void writeStrings(BsonWriter writer, String name, List<String> values) {
    writer.writeStartArray(name);
    for (String value : values) {
      writer.writeString(value);
    }
    writer.writeEndArray();
  }

  protected static List<String> readStrings(BsonReader reader) {
    List<String> values = new ArrayList<>();
    reader.readStartArray();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      values.add(reader.readString());
    }
    reader.readEndArray();
    return values;
  }

  protected static void writeLongs(BsonWriter writer, String name, List<Long> values) {
    writer.writeStartArray(name);
    for (long value : values) {
      writer.writeInt64(value);
    }
    writer.writeEndArray();
  }

  protected static List<Long> readLongs(BsonReader reader) {
    List<Long> values = new ArrayList<>();
    reader.readStartArray();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      values.add(reader.readInt64());
    }
    reader.readEndArray();
    return values;
  }

  protected static void writeTime(BsonWriter writer, String name, Instant time) {
    writer.writeDateTime(name, time.toEpochMilli());
  }

  protected static Instant readTime(BsonReader reader) {
    return Instant.ofEpochMilli(reader.readDateTime());
  }

  protected static void writeBytes(BsonWriter writer, String name, byte[] bytes) {
    writer.writeBinaryData(name, new BsonBinary(bytes));
  }

  protected static byte[] readBytes(BsonReader reader) {
    return reader.readBinaryData().getData();
  }

  protected static void writeOptional(BsonWriter writer, String name, @Nullable String value) {
    if (value != null) {
      writer.writeString(name, value);
    }
  }
}
