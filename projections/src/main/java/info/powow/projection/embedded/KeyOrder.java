package info.powow.projection.embedded;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.BadValueException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Encodes values so that the order of the bytes is the order in which MongoDB compares them. No
/// encoding is a prefix of another one, so that several can follow each other.
///
/// Equal numbers have the same encoding, whatever their type. Embedded documents and arrays have an
/// order of their own.
final class KeyOrder {
  private static final int NULL = 5;
  private static final int NUMBER = 10;
  private static final int STRING = 15;
  private static final int DOCUMENT = 20;
  private static final int ARRAY = 25;
  private static final int BINARY = 30;
  private static final int LEGACY_UUID = 31;
  private static final int UUID_TYPE = 32;
  private static final int OBJECT_ID = 35;
  private static final int BOOLEAN = 40;
  private static final int DATE = 45;
  private static final int TIMESTAMP = 47;

  private static final int END = 0;
  private static final int MORE = 1;

  /// A zero byte within a string is followed by this, the one at its end by [#END].
  private static final int ESCAPED = 0xff;

  private KeyOrder() {}

  static byte[] encode(byte[] prefix, @Nullable Object... values) {
    ByteArrayOutputStream key = new ByteArrayOutputStream(prefix.length + 40);
    key.writeBytes(prefix);
    for (Object value : values) {
      append(key, value);
    }
    return key.toByteArray();
  }

  /// The first key after all that begin with these bytes.
  static byte[] after(byte[] prefix) {
    byte[] next = prefix.clone();
    int last = next.length - 1;
    while (next[last] == (byte) 0xff) {
      last--;
    }
    next[last]++;
    return Arrays.copyOf(next, last + 1);
  }

  /// The keys of all values that have the type of this one begin with these bytes.
  static byte[] typePrefix(byte[] prefix, Object value) {
    byte[] start = Arrays.copyOf(prefix, prefix.length + 1);
    start[prefix.length] = encode(new byte[0], value)[0];
    return start;
  }

  private static void append(ByteArrayOutputStream key, @Nullable Object value) {
    switch (value) {
      case null -> key.write(NULL);
      case de.bwaldvogel.mongo.backend.Missing _ -> key.write(NULL);
      case Decimal128 _ -> throw new BadValueException("a decimal number cannot be a key");
      case Number number -> appendNumber(key, number);
      case String string -> {
        key.write(STRING);
        appendString(key, string);
      }
      case Map<?, ?> document -> {
        key.write(DOCUMENT);
        document.forEach((name, field) -> {
          key.write(MORE);
          appendString(key, String.valueOf(name));
          append(key, field);
        });
        key.write(END);
      }
      case Collection<?> array -> {
        key.write(ARRAY);
        array.forEach(item -> {
          key.write(MORE);
          append(key, item);
        });
        key.write(END);
      }
      case BinData binary -> {
        key.write(BINARY);
        key.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(binary.getData().length).array());
        key.writeBytes(binary.getData());
      }
      case LegacyUUID uuid -> appendUuid(key, LEGACY_UUID, uuid.getUuid());
      case UUID uuid -> appendUuid(key, UUID_TYPE, uuid);
      case ObjectId id -> {
        key.write(OBJECT_ID);
        key.writeBytes(id.toByteArray());
      }
      case Boolean bool -> {
        key.write(BOOLEAN);
        key.write(bool ? 1 : 0);
      }
      case Instant time -> {
        key.write(DATE);
        appendLong(key, time.toEpochMilli() ^ Long.MIN_VALUE);
      }
      case BsonTimestamp timestamp -> {
        key.write(TIMESTAMP);
        appendLong(key, timestamp.getValue());
      }
      default ->
          throw new BadValueException(
              "a value of type " + value.getClass().getSimpleName() + " cannot be a key");
    }
  }

  /// A double has 53 bits of precision. What a long has beyond these follows, and fits into two
  /// bytes.
  private static void appendNumber(ByteArrayOutputStream key, Number number) {
    key.write(NUMBER);
    double rounded = number.doubleValue() + 0.0;
    long bits = Double.doubleToLongBits(rounded);
    appendLong(key, bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
    long rest =
        number instanceof Double || number instanceof Float
            ? 0
            : number.longValue() - (long) rounded;
    int ordered = (int) rest - Short.MIN_VALUE;
    key.write(ordered >> Byte.SIZE);
    key.write(ordered);
  }

  private static void appendLong(ByteArrayOutputStream key, long value) {
    key.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static void appendUuid(ByteArrayOutputStream key, int type, UUID uuid) {
    key.write(type);
    appendLong(key, uuid.getMostSignificantBits());
    appendLong(key, uuid.getLeastSignificantBits());
  }

  private static void appendString(ByteArrayOutputStream key, String string) {
    for (byte each : string.getBytes(StandardCharsets.UTF_8)) {
      key.write(each);
      if (each == 0) {
        key.write(ESCAPED);
      }
    }
    key.write(0);
    key.write(END);
  }
}
