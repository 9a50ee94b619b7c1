package info.powow.projection.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.BsonConstants;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Documents as bytes.
final class StoredBson {
  private static final int USUAL_BYTES = 1_024;

  private StoredBson() {}

  static byte[] encode(Document document) {
    ByteBuf buffer = Unpooled.buffer(USUAL_BYTES);
    BsonEncoder.encodeDocument(document, buffer);
    return ByteBufUtil.getBytes(buffer);
  }

  static Document decode(byte[] bytes) {
    return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
  }

  /// Decodes some of the fields of a document, and skips the others.
  ///
  /// @param fields all if null
  static Document decode(byte[] bytes, @Nullable Set<String> fields) {
    if (fields == null) {
      return decode(bytes);
    }
    ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
    Document document = new Document();
    buffer.skipBytes(Integer.BYTES);
    while (true) {
      byte type = buffer.readByte();
      if (type == BsonConstants.TERMINATING_BYTE) {
        return document;
      }
      String name = BsonDecoder.decodeCString(buffer);
      if (fields.contains(name)) {
        document.put(name, BsonDecoder.decodeValue(type, buffer));
        if (document.size() == fields.size()) {
          return document;
        }
      } else {
        skip(type, buffer);
      }
    }
  }

  private static void skip(byte type, ByteBuf buffer) {
    switch (type) {
      case BsonConstants.TYPE_EMBEDDED_DOCUMENT, BsonConstants.TYPE_ARRAY ->
          buffer.skipBytes(buffer.getIntLE(buffer.readerIndex()));
      case BsonConstants.TYPE_UTF8_STRING -> buffer.skipBytes(buffer.readIntLE());
      case BsonConstants.TYPE_DATA -> buffer.skipBytes(buffer.readIntLE() + 1);
      default -> {
        var _ = BsonDecoder.decodeValue(type, buffer);
      }
    }
  }
}
