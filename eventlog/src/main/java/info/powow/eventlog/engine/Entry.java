package info.powow.eventlog.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry of the log. The log does not interpret payload and metadata.
///
/// `stream` is empty for an entry that belongs to no stream and has only a place in the global
/// order. `at` is stored in milliseconds.
///
/// The entry owns its arrays: they must not be modified afterwards.
public final class Entry {
  /// The maximum length of a stream name, type or id in UTF-8 bytes.
  static final int MAX_NAME_BYTES = 1_024;

  private static final byte FORMAT = 2;
  private static final byte WITH_UUID = 1;

  private final String stream;
  private final String streamType;
  private final long sequence;
  private final String id;
  private final long atMillis;
  private final String type;
  private final String revision;
  private final byte[] payload;
  private final byte[] metadata;
  private final @Nullable String key;
  private final @Nullable Object decoded;

  private Entry(
      String stream,
      String streamType,
      long sequence,
      String id,
      long atMillis,
      String type,
      String revision,
      byte[] payload,
      byte[] metadata,
      @Nullable String key,
      @Nullable Object decoded) {
    this.stream = stream;
    this.streamType = streamType;
    this.sequence = sequence;
    this.id = id;
    this.atMillis = atMillis;
    this.type = type;
    this.revision = revision;
    this.payload = payload;
    this.metadata = metadata;
    this.key = key;
    this.decoded = decoded;
  }

  public static Entry of(
      String stream,
      String streamType,
      long sequence,
      String id,
      Instant at,
      String type,
      String revision,
      byte[] payload,
      byte[] metadata) {
    return new Entry(
        stream,
        streamType,
        sequence,
        id,
        at.toEpochMilli(),
        type,
        revision,
        payload,
        metadata,
        null,
        null);
  }

  /// Returns the same entry with a key for [EventLog#positionOf]. The key is not stored in the
  /// entry itself.
  public Entry withKey(String idempotencyKey) {
    return new Entry(
        stream,
        streamType,
        sequence,
        id,
        atMillis,
        type,
        revision,
        payload,
        metadata,
        idempotencyKey,
        decoded);
  }

  /// Returns the same entry with its decoded payload, so that readers in this process need not
  /// decode it.
  public Entry withDecoded(Object payloadObject) {
    return new Entry(
        stream,
        streamType,
        sequence,
        id,
        atMillis,
        type,
        revision,
        payload,
        metadata,
        key,
        payloadObject);
  }

  /// The same entry with another payload, and without what the one before meant.
  public Entry withPayload(byte[] otherPayload) {
    return new Entry(
        stream,
        streamType,
        sequence,
        id,
        atMillis,
        type,
        revision,
        otherPayload,
        metadata,
        key,
        null);
  }

  public String stream() {
    return stream;
  }

  public String streamType() {
    return streamType;
  }

  /// The place in the stream: 0, 1, 2, …
  public long sequence() {
    return sequence;
  }

  public String id() {
    return id;
  }

  public Instant at() {
    return Instant.ofEpochMilli(atMillis);
  }

  public String type() {
    return type;
  }

  public String revision() {
    return revision;
  }

  public byte[] payload() {
    return payload;
  }

  public byte[] metadata() {
    return metadata;
  }

  /// The object passed to [#withDecoded], unless the entry was read from disk.
  public Optional<Object> decoded() {
    return Optional.ofNullable(decoded);
  }

  Optional<String> key() {
    return Optional.ofNullable(key);
  }

  long atMillis() {
    return atMillis;
  }

  /// The approximate memory that the entry takes.
  int weight() {
    return payload.length + metadata.length + 2 * (stream.length() + id.length()) + 160;
  }

  /// @param stored what is kept of the payload ([PayloadSeal])
  byte[] encode(byte[] stored) {
    byte[] streamBytes = name(stream);
    byte[] streamTypeBytes = name(streamType);
    byte[] typeBytes = name(type);
    byte[] revisionBytes = name(revision);
    UUID uuid = canonicalUuid(id);
    byte[] idBytes = uuid == null ? name(id) : new byte[0];
    int size =
        2
            + 8
            + 8
            + (uuid == null ? 2 + idBytes.length : 16)
            + 2
            + streamBytes.length
            + 2
            + streamTypeBytes.length
            + 2
            + typeBytes.length
            + 2
            + revisionBytes.length
            + 4
            + metadata.length
            + stored.length;
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.BIG_ENDIAN);
    out.put(FORMAT).put(uuid == null ? 0 : WITH_UUID).putLong(sequence).putLong(atMillis);
    if (uuid == null) {
      putName(out, idBytes);
    } else {
      out.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }
    putName(out, streamBytes);
    putName(out, streamTypeBytes);
    putName(out, typeBytes);
    putName(out, revisionBytes);
    out.putInt(metadata.length).put(metadata).put(stored);
    return out.array();
  }

  static Entry decode(byte[] stored) {
    ByteBuffer in = ByteBuffer.wrap(stored).order(ByteOrder.BIG_ENDIAN);
    byte format = in.get();
    if (format != FORMAT) {
      throw new CorruptEventLog(
          "An entry is in format "
              + format
              + ", this version reads "
              + FORMAT
              + ". Use the version of Powow that wrote it.");
    }
    boolean withUuid = in.get() == WITH_UUID;
    long sequence = in.getLong();
    long atMillis = in.getLong();
    String id = withUuid ? new UUID(in.getLong(), in.getLong()).toString() : takeName(in);
    String stream = takeName(in);
    String streamType = takeName(in);
    String type = takeName(in);
    String revision = takeName(in);
    byte[] metadata = new byte[in.getInt()];
    in.get(metadata);
    byte[] payload = new byte[in.remaining()];
    in.get(payload);
    return new Entry(
        stream, streamType, sequence, id, atMillis, type, revision, payload, metadata, null, null);
  }

  private static byte[] name(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "A name in the event log has at most "
              + MAX_NAME_BYTES
              + " bytes, this one has "
              + bytes.length);
    }
    return bytes;
  }

  private static void putName(ByteBuffer out, byte[] bytes) {
    out.putShort((short) bytes.length).put(bytes);
  }

  private static String takeName(ByteBuffer in) {
    int length = in.getShort();
    String name = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return name;
  }

  /// Halves the size of ids that are UUIDs, as nearly all are; only if the text form can be
  /// restored exactly.
  private static @Nullable UUID canonicalUuid(String id) {
    if (id.length() != 36) {
      return null;
    }
    try {
      UUID uuid = UUID.fromString(id);
      return uuid.toString().equals(id) ? uuid : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return type + " " + sequence + " of " + stream;
  }
}
