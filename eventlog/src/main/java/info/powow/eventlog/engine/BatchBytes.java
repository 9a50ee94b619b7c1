package info.powow.eventlog.engine;

import java.util.Arrays;

/// Encodes a `rocksdb::WriteBatch` (db/write_batch.cc: 8 bytes sequence number, 4 bytes count, then
/// records of tag, column family, key, value), so that a group of appends needs one native call
/// instead of three per entry.
final class BatchBytes {
  private static final int HEADER = 12;
  private static final int COUNT_AT = 8;
  private static final byte COLUMN_FAMILY_VALUE = 0x5;
  private static final byte DEFAULT_COLUMN_FAMILY_VALUE = 0x1;

  /// The maximum capacity kept between batches, so that a rare large batch does not occupy memory
  /// permanently.
  private static final int KEPT_CAPACITY = 1 << 20;

  private byte[] bytes = new byte[64 << 10];
  private int size = HEADER;
  private int count;

  void put(int columnFamily, byte[] key, byte[] value) {
    reserve(1 + 3 * 5 + key.length + value.length);
    if (columnFamily == 0) {
      bytes[size++] = DEFAULT_COLUMN_FAMILY_VALUE;
    } else {
      bytes[size++] = COLUMN_FAMILY_VALUE;
      putVarint(columnFamily);
    }
    putVarint(key.length);
    putRaw(key);
    putVarint(value.length);
    putRaw(value);
    count++;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return count == 0;
  }

  byte[] toArray() {
    bytes[COUNT_AT] = (byte) count;
    bytes[COUNT_AT + 1] = (byte) (count >>> 8);
    bytes[COUNT_AT + 2] = (byte) (count >>> 16);
    bytes[COUNT_AT + 3] = (byte) (count >>> 24);
    return Arrays.copyOf(bytes, size);
  }

  void clear() {
    if (bytes.length > KEPT_CAPACITY) {
      bytes = new byte[KEPT_CAPACITY];
    }
    size = HEADER;
    count = 0;
  }

  private void putVarint(int number) {
    int rest = number;
    while ((rest & ~0x7f) != 0) {
      bytes[size++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void putRaw(byte[] raw) {
    System.arraycopy(raw, 0, bytes, size, raw.length);
    size += raw.length;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
